import { sql } from 'kysely';
import type { PersonActor } from '#domain/identity/model.ts';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { createStructure } from '#domain/directory/server/commands.ts';
import { suggestError } from '#domain/directory/server/suggestions/commands.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { StructureId } from '#shared/ids.ts';
import { person } from './people.ts';
import { aStructure } from './structures.ts';

export const AUTHOR = 'passante@exemple.test';

export interface SuggestionDesk {
  readonly structure: StructureId;
  /** Of the structure. */
  readonly referent: PersonActor;
  /** Of the territory. */
  readonly animator: PersonActor;
}

/** One structure, who answers for it and who leads its territory: nothing else, and nothing proposed yet. */
export async function aSuggestionDesk(db: Database, territory: Territory): Promise<SuggestionDesk> {
  for (const table of ['structure', 'suggestion', 'mail_message', 'person'])
    await sql`delete from ${sql.table(table)}`.execute(db);
  const structure = await createStructure(
    db,
    operator('test'),
    aStructure({ name: 'CLIC', slug: 'clic', phone: '0536490001', territories: [territory.slug] })
  );
  return {
    structure,
    referent: await person(db, { email: 'referente@exemple.test', referentOf: [structure] }),
    animator: await person(db, {
      email: 'animatrice@exemple.test',
      roles: [{ territory: territory.id, role: 'animator' }]
    })
  };
}

let visits = 0;
/** Each from another address. */
export const sender = () => ({ address: `192.0.2.${(visits += 1)}`, reread: false });

type Said = Partial<Parameters<typeof suggestError>[2]> & { readonly structure: StructureId };

/** A passer-by says that the phone number is wrong. @returns the suggestion. */
export async function anErrorSaid(db: Database, said: Said, now: Date) {
  const whole = {
    ...{ part: 'phone' as const, text: '05 36 49 00 09', source: 'leur répondeur' },
    ...{ authorName: 'Une passante', authorEmail: AUTHOR },
    ...said
  };
  const result = await suggestError(db, VISITOR, whole, sender(), now);
  if (!result.ok) throw new Error(result.reason);
  return result.id;
}

/** What was written to whom, in its order. */
export async function recipientsOf(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('mail_message')
    .select(['kind', 'recipient'])
    .orderBy('id')
    .execute();
  return rows.map((row) => `${row.kind} → ${row.recipient}`);
}
