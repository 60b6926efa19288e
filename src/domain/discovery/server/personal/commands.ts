import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import { allForgotten, forgottenJson, names, type Named } from '#server/db/forgetting.ts';
import type { PersonId } from '#shared/ids.ts';

/** Erases what somebody followed and was told; letters stay, without her name. */
export async function erasePerson(tx: Tx, id: PersonId, named: Named): Promise<void> {
  await tx.deleteFrom('follow').where('person_id', '=', id).execute();
  await tx.deleteFrom('digest').where('person_id', '=', id).execute();
  await tx.deleteFrom('digest_preference').where('person_id', '=', id).execute();
  await sql`update newsletter set created_by = null where created_by = ${id}`.execute(tx);
  await sql`update newsletter set sent_by = null where sent_by = ${id}`.execute(tx);
  const texts = allForgotten(['subject', 'introduction'], named);
  await sql`update newsletter set subject = ${texts['subject']!}, introduction = ${texts['introduction']!},
    items = ${forgottenJson('items', named)} where ${names(['subject', 'introduction', 'items'], named)}`.execute(
    tx
  );
}
