import { defaultVocabulary } from '#app/demo-files.ts';
import { createStructures, saveVocabulary } from '#domain/directory/server/commands.ts';
import { operator } from '#domain/identity/model.ts';
import type { Level } from '#domain/network/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, StructureId, TerritoryId, WaveId } from '#shared/ids.ts';
import { aTerritory } from './people.ts';
import { aStructure } from './structures.ts';

/** A territory, and fiches in its directory, each for people of great age unless told otherwise. */
export async function aNeighbourhood(
  db: Database,
  names: readonly string[],
  traits: { slug?: string; audiences?: readonly string[]; types?: readonly string[] } = {}
): Promise<{ territory: TerritoryId; ids: StructureId[] }> {
  const slug = traits.slug ?? 'ici';
  const { id: territory } = await aTerritory(db, slug);
  await saveVocabulary(db, operator('test'), defaultVocabulary());
  const inputs = names.map((name, at) =>
    aStructure({
      name,
      type: traits.types?.[at] ?? 'MSP',
      email: `structure.${at}@exemple.test`,
      territories: [slug],
      perimeter: {
        certainty: 'declared',
        include: ['A', 'B', 'C'].map((code) => ({ level: 'commune' as const, code })),
        exclude: []
      },
      services: [{ name: 'Accueil', audiences: [...(traits.audiences ?? ['personnes-agees'])] }]
    })
  );
  return { territory, ids: await createStructures(db, operator('test'), inputs) };
}

interface Said {
  /** What is asked before or after. */
  readonly event?: EventId;
  readonly moment?: 'before' | 'after';
  readonly status?: 'open' | 'closed';
  readonly closedAt?: string;
}

/**
 * Writes a wave that asks some structures about each other, all of them, with answers « from, about, level » by the
 * place of each in the list.
 */
export async function anAskedWave(
  db: Database,
  territory: TerritoryId,
  structures: readonly StructureId[],
  answers: readonly (readonly [number, number, Level])[],
  { event, moment, status = 'closed', closedAt = '2026-05-01T10:00:00Z' }: Said = {}
): Promise<WaveId> {
  const { number } = await db
    .selectFrom('wave')
    .select((eb) => eb.fn.count<number>('id').as('number'))
    .where('territory_id', '=', territory)
    .executeTakeFirstOrThrow();
  const { id } = await db
    .insertInto('wave')
    .values({
      ...{ territory_id: territory, number: number + 1, title: 'Vague', status },
      ...{ event_id: event ?? null, moment: moment ?? null, opened_at: closedAt },
      closed_at: status === 'closed' ? closedAt : null
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const asked = await db
    .insertInto('wave_structure')
    .values(structures.map((structure_id) => ({ wave_id: id, structure_id })))
    .returning('id')
    .execute();
  const ids = asked.map((row) => row.id).toSorted((a, b) => a - b);
  await db
    .insertInto('wave_pair')
    .values(
      ids.flatMap((a_id, at) =>
        ids.slice(at + 1).map((b_id) => ({ wave_id: id, a_id, b_id, communes: 3 }))
      )
    )
    .execute();
  if (answers.length > 0)
    await db
      .insertInto('relation_answer')
      .values(
        answers.map(([from, about, level]) => ({
          from_id: ids[from]!,
          about_id: ids[about]!,
          level
        }))
      )
      .execute();
  return id as WaveId;
}
