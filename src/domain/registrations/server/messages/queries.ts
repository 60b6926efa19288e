import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import type { RegistrationFilter } from '../../figures.ts';
import type { SentMessage } from '../../messages.ts';
import { listConcerned, listRecipients, type Concern } from './recipients/queries.ts';

/**
 * Who would receive a message, by name, without an address.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function previewRecipients(
  db: Executor,
  actor: Actor,
  id: EventId,
  filter: RegistrationFilter
): Promise<readonly string[]> {
  await getManagedEventById(db, actor, id);
  return (await listRecipients(db, id, filter)).map(({ name }) => name || 'Sans nom');
}

/**
 * How many would be told of a cancellation, and why each.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function previewCancellation(
  db: Executor,
  actor: Actor,
  id: EventId
): Promise<Readonly<Record<Concern, number>>> {
  await getManagedEventById(db, actor, id);
  const concerned = await listConcerned(db, id);
  const count = (as: Concern) => concerned.filter((one) => one.as === as).length;
  return { registered: count('registered'), waiting: count('waiting'), invited: count('invited') };
}

/** The messages of an edition, the last first. @throws NotFound, Forbidden unless the actor manages the edition. */
export async function listMessages(
  db: Executor,
  actor: Actor,
  id: EventId
): Promise<SentMessage[]> {
  await getManagedEventById(db, actor, id);
  const { rows } = await sql<SentMessage>`
    select id, kind, subject, recipients, sent_by as "sentBy", created_at as "createdAt"
    from event_message where event_id = ${id} order by created_at desc, id desc limit 50`.execute(
    db
  );
  return rows;
}
