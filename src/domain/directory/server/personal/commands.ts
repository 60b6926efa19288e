import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import { ERASED, forgotten, forgottenJson, names, type Named } from '#server/db/forgetting.ts';
import type { PersonId, StructureId } from '#shared/ids.ts';
import { indexStructures } from '../search/commands.ts';

/**
 * Erases somebody from the directory. What she did for fiches stays, without her name; she is nobody's contact any
 * more, in fiches as in the copies their history keeps.
 */
export async function erasePerson(tx: Tx, id: PersonId, named: Named): Promise<void> {
  const touched = await removeContacts(tx, id, named);
  await tx.deleteFrom('affiliation').where('person_id', '=', id).execute();
  await tx.deleteFrom('structure_draft').where('person_id', '=', id).execute();
  await forgetInHistory(tx, id, named);
  await forgetInSuggestions(tx, id, named);
  await forgetInCorrespondence(tx, id, named);
  await tx
    .updateTable('structure')
    .set({ confirmed_by: forgotten('confirmed_by', named) })
    .where(names(['confirmed_by'], named))
    .execute();
  await tx
    .updateTable('import_batch')
    .set({
      records: forgottenJson('records', named),
      report: forgottenJson('report', named),
      decisions: forgottenJson('decisions', named)
    })
    .where(names(['records', 'report', 'decisions'], named))
    .execute();
  if (touched.length > 0) await indexStructures(tx, touched);
}

/** Her own contacts, and those that show her address. */
async function removeContacts(tx: Tx, id: PersonId, { email }: Named): Promise<StructureId[]> {
  const removed = await tx
    .deleteFrom('contact')
    .where((eb) => eb.or([eb('person_id', '=', id), eb(eb.fn('lower', ['email']), '=', email)]))
    .returning('structure_id')
    .execute();
  return [...new Set(removed.map((row) => row.structure_id as StructureId))];
}

/** A kept fiche without her among its contacts, and naming her nowhere. */
function without(column: string, id: PersonId, named: Named) {
  const fiche = sql.ref(column);
  const others = sql`(select coalesce(jsonb_agg(c), '[]') from jsonb_array_elements(${fiche} -> 'contacts') c
    where (c ->> 'person') is distinct from ${id}::text and lower(coalesce(c ->> 'email', '')) <> ${named.email}
      and coalesce(c ->> 'name', '') <> ${named.name})`;
  return sql`case when jsonb_typeof(${fiche} -> 'contacts') = 'array'
    then jsonb_set(${fiche}, '{contacts}', ${others}) else ${fiche} end`;
}

async function forgetInHistory(tx: Tx, id: PersonId, named: Named): Promise<void> {
  await tx
    .updateTable('structure_history')
    .set({ actor_label: ERASED, person_id: null })
    .where('person_id', '=', id)
    .execute();
  const kept = names(['actor_label', 'before', 'after'], named);
  const mine = sql<boolean>`(before::text like ${`%${id}%`} or after::text like ${`%${id}%`})`;
  await sql`
    update structure_history set before = ${without('before', id, named)}, after = ${without('after', id, named)}
    where ${kept} or ${mine}`.execute(tx);
  await tx
    .updateTable('structure_history')
    .set({
      actor_label: forgotten('actor_label', named),
      before: forgottenJson('before', named),
      after: forgottenJson('after', named)
    })
    .where(kept)
    .execute();
  await sql`
    update structure_draft set content = ${without('content', id, named)}
    where ${names(['content'], named)}`.execute(tx);
  await tx
    .updateTable('structure_draft')
    .set({ content: forgottenJson('content', named) })
    .where(names(['content'], named))
    .execute();
}

async function forgetInSuggestions(tx: Tx, id: PersonId, named: Named): Promise<void> {
  await tx
    .updateTable('suggestion')
    .set({ person_id: null, author_name: '', author_email: '' })
    .where((eb) => eb.or([eb('person_id', '=', id), eb('author_email', '=', named.email)]))
    .execute();
  await sql`
    update suggestion set content = ${without('content', id, named)}
    where ${names(['content'], named)}`.execute(tx);
  const columns = ['text', 'content', 'author_name', 'decided_label', 'reason'];
  await tx
    .updateTable('suggestion')
    .set({
      text: forgotten('text', named),
      content: forgottenJson('content', named),
      author_name: forgotten('author_name', named),
      decided_label: forgotten('decided_label', named),
      reason: forgotten('reason', named)
    })
    .where(names(columns, named))
    .execute();
}

async function forgetInCorrespondence(tx: Tx, id: PersonId, named: Named): Promise<void> {
  await tx.deleteFrom('invitation').where('email', '=', named.email).execute();
  await tx.deleteFrom('join_request').where('email', '=', named.email).execute();
  await tx
    .updateTable('invitation')
    .set({ name: forgotten('name', named), message: forgotten('message', named) })
    .where(names(['name', 'message'], named))
    .execute();
  await tx
    .updateTable('confirmation_request')
    .set({ recipient: null, token_hash: null })
    .where('recipient', '=', named.email)
    .execute();
  await tx
    .updateTable('confirmation_request')
    .set({ answered_by: forgotten('answered_by', named) })
    .where(names(['answered_by'], named))
    .execute();
  await tx.deleteFrom('relay_message').where('person_id', '=', id).execute();
  await tx
    .updateTable('relay_message')
    .set({ sender_name: '', sender_id: null })
    .where('sender_id', '=', id)
    .execute();
  await tx
    .updateTable('relay_message')
    .set({ sender_name: forgotten('sender_name', named), subject: forgotten('subject', named) })
    .where(names(['sender_name', 'subject'], named))
    .execute();
}
