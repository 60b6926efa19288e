import { sql } from 'kysely';
import { loadActor } from '#app/actor.ts';
import { defaultVocabulary } from '#app/demo-files.ts';
import { createStructure, saveVocabulary } from '#domain/directory/server/commands.ts';
import { operator, type PersonActor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { aTerritory, person } from './people.ts';
import { aStructure } from './structures.ts';

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
