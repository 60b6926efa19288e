import type { Database } from '#server/db/connection.ts';
import type { PersonId, StructureId, TerritoryId } from '#shared/ids.ts';

let turn = 0;

/** What somebody leaves in waves: she made one, answered for a structure in it, and introduced two. */
export async function someoneInWaves(
  db: Database,
  { territory, structure }: { territory: TerritoryId; structure: StructureId },
  { id, name }: { id: PersonId; name: string }
): Promise<void> {
  const number = 100 + ++turn;
  const { perimeter } = await db
    .insertInto('perimeter')
    .values({ certainty: 'everywhere', cog_year: 2030 })
    .returning('id as perimeter')
    .executeTakeFirstOrThrow();
  const other = await db
    .insertInto('structure')
    .values({
      ...{ slug: `vague-${number}`, name: 'Maison voisine', type_code: 'MSP' },
      perimeter_id: perimeter
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const wave = await db
    .insertInto('wave')
    .values({
      ...{ territory_id: territory, number, title: 'Vague', introduction: `Merci à ${name}.` },
      created_by: id
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const [mine, theirs] = await db
    .insertInto('wave_structure')
    .values([
      { wave_id: wave.id, structure_id: structure, answered_by: id },
      { wave_id: wave.id, structure_id: other.id }
    ])
    .returning('id')
    .execute();
  await db
    .insertInto('wave_pair')
    .values({ wave_id: wave.id, a_id: mine!.id, b_id: theirs!.id, communes: 2 })
    .execute();
  await db
    .insertInto('relation_answer')
    .values({ from_id: mine!.id, about_id: theirs!.id, level: 3 })
    .execute();
  await db
    .insertInto('introduction')
    .values({
      ...{ territory_id: territory, a_id: structure, b_id: other.id, status: 'made' },
      changed_by: id
    })
    .execute();
}
