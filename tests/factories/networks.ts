import { sql } from 'kysely';
import { loadActor } from '#app/actor.ts';
import { defaultVocabulary } from '#app/demo-files.ts';
import { createStructure, saveVocabulary } from '#domain/directory/server/commands.ts';
import { operator, type PersonActor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { answerWave, createWave, openWave } from '#domain/network/server/waves/commands.ts';
import { waveInput } from '#domain/network/forms.ts';
import { findWaveById } from '#domain/network/server/waves/queries.ts';
import type { Level, Wave } from '#domain/network/model.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from './people.ts';
import { aStructure, covering, EVERYWHERE, UNKNOWN } from './structures.ts';

/** Two networks, a fiche in the directory of each, and what tests of who joins and leaves ask of them. */
export async function twoNetworks(db: Database) {
  const here = await aTerritory(db, 'ici');
  const elsewhere = await aTerritory(db, 'ailleurs');
  await saveVocabulary(db, operator('test'), defaultVocabulary());
  const made = (name: string, territory: string) =>
    createStructure(
      db,
      operator('test'),
      aStructure({ name, territories: [territory], website: 'https://clic.test' })
    );
  const structure = await made('CLIC d’ici', 'ici');
  const foreign = await made('CLIC d’ailleurs', 'ailleurs');
  return {
    ...{ here, elsewhere, structure, foreign },
    animator: () => person(db, { roles: [{ territory: here.id, role: 'animator' }] }),
    /** The same person, with what she has become. */
    again: async (actor: PersonActor) => (await loadActor(db, actor.id)) as PersonActor,
    mails: async (kind?: string) => {
      const rows = await db
        .selectFrom('mail_message')
        .select(['kind', 'recipient', 'subject', 'text_body'])
        .orderBy('id')
        .execute();
      return kind ? rows.filter((row) => row.kind === kind) : rows;
    },
    /** Nobody is left, nor anything that was asked or sent. */
    empty: () =>
      sql`truncate person, mail_message, join_request, throttle, audit_entry cascade`.execute(db)
  };
}

/** The day on which the waves of tests are open. */
export const WAVE_DAY = new Date('2027-03-02T09:00:00Z');

/**
 * A territory of three communes, A, B and C, and structures that share some: CLIC covers all, DAC A and B, CPTS B and C,
 * SSIAD C, so that DAC and SSIAD alone share none. Of another nobody knows the perimeter, and one covers no commune of here.
 * CLIC, DAC and CPTS have a référent each; SSIAD has nobody.
 */
export async function aKnownTerritory(db: Database, slug = 'reseau') {
  const territory = await aTerritory(db, slug);
  await saveVocabulary(db, operator('test'), defaultVocabulary());
  const make = (name: string, perimeter: ReturnType<typeof covering>) =>
    createStructure(
      db,
      operator('test'),
      aStructure({ name: `${name} ${slug}`, territories: [slug], perimeter })
    );
  const clic = await make('CLIC', EVERYWHERE);
  const dac = await make('DAC', covering('commune A', 'commune B'));
  const cpts = await make('CPTS', covering('commune B', 'commune C'));
  const ssiad = await make('SSIAD', covering('commune C'));
  const unknown = await make('Inconnue', UNKNOWN);
  const far = await make('Lointaine', covering('commune D'));
  return {
    territory,
    structures: { clic, dac, cpts, ssiad, unknown, far },
    animator: await person(db, {
      name: 'Salomé Essai',
      roles: [{ territory: territory.id, role: 'animator' }]
    }),
    member: await person(db, { roles: [{ territory: territory.id, role: 'member' }] }),
    referents: {
      clic: await person(db, { name: 'Inès Clic', referentOf: [clic] }),
      dac: await person(db, { name: 'Tom Dac', referentOf: [dac] }),
      cpts: await person(db, { name: 'Lucie Cpts', referentOf: [cpts] })
    }
  };
}

/** A wave of a territory, open unless told otherwise, with what structures said in it. */
export async function aWave(
  db: Database,
  territory: TerritoryId,
  given: {
    title?: string;
    introduction?: string;
    closesOn?: string;
    event?: number;
    moment?: 'before' | 'after';
    isDraft?: boolean;
    said?: readonly (readonly [from: StructureId, about: StructureId, level: Level])[];
    now?: Date;
  } = {}
): Promise<Wave> {
  const { isDraft = false, said = [], now = WAVE_DAY, title = 'Vague d’essai', ...input } = given;
  const made = await createWave(db, operator('test'), territory, {
    input: waveInput.parse({ title, closesOn: '2027-03-23', ...input })
  });
  if (!made.ok) throw new Error(made.reason);
  if (isDraft) return made.wave;
  const opened = await openWave(db, operator('test'), made.wave.id, now, { silent: true });
  if (!opened.ok) throw new Error(opened.reason);
  for (const [from, about, level] of said)
    await answerWave(
      db,
      operator('test'),
      { wave: made.wave.id, from },
      { answers: [{ about, level }] },
      now
    );
  return (await findWaveById(db, made.wave.id))!;
}
