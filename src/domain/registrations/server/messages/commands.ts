/** What the organiser writes to those who are registered, and the cancellation of an edition. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Event } from '#domain/events/model.ts';
import { cancelEvent, type Cancelled } from '#domain/events/server/commands.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { EventId } from '#shared/ids.ts';
import type { RegistrationFilter } from '../../figures.ts';
import type { MessageInput } from '../../messages.ts';
import { takeDesk } from '../places/ledger/commands.ts';
import { writeMessage } from './log/commands.ts';
import { composeCancellation, composeNews } from './mails.ts';
import { listConcerned, listRecipients } from './recipients/queries.ts';

export interface News extends MessageInput {
  readonly filter: RegistrationFilter;
  /** Drawn with the form: the same form sent twice is one message. */
  readonly requestKey: string;
  readonly reread?: boolean;
}

export type NewsSent =
  | { readonly ok: true; readonly sent: number; readonly repeated: boolean }
  | { readonly ok: false; readonly reason: 'nobody' }
  | SecondReadingRefusal;

/**
 * Writes to the registrations that a filter keeps, one message an address.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function sendNews(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { filter, requestKey, reread = false, ...words }: News
): Promise<NewsSent> {
  await getManagedEventById(executor, actor, id);
  const unread = refuseUnread({ ...words }, reread);
  if (unread) return unread;
  return inTransaction(executor, async (tx) => {
    // Of two clicks at once, the second waits here and finds the first one's message.
    await sql`select pg_advisory_xact_lock(hashtext(${`news of ${id}`}))`.execute(tx);
    const before = await findSent(tx, id, requestKey);
    if (before !== null) return { ok: true, sent: before, repeated: true };
    const event = await getManagedEventById(tx, actor, id);
    const recipients = await listRecipients(tx, id, filter);
    if (recipients.length === 0) return { ok: false, reason: 'nobody' };
    const audience = { ...filter, requestKey };
    const message = await writeMessage(tx, actor, id, { ...words, kind: 'news', audience });
    for (const one of recipients)
      await queueMail(tx, composeNews(event, one, { ...words, message: message.id }));
    await message.close(recipients.length);
    await audit(tx, actor, event, 'event.message', recipients.length);
    return { ok: true, sent: recipients.length, repeated: false };
  });
}

async function findSent(tx: Tx, id: EventId, requestKey: string): Promise<number | null> {
  const { rows } = await sql<{ recipients: number }>`
    select recipients from event_message
    where event_id = ${id} and kind = 'news' and audience ->> 'requestKey' = ${requestKey}`.execute(
    tx
  );
  return rows[0]?.recipients ?? null;
}

export type EditionCancelled =
  { readonly ok: true; readonly told: number } | Exclude<Cancelled, { ok: true }>;

/**
 * Cancels an edition and tells each person once: who has a place, who waits, who was invited and answered. No place is
 * given nor offered any more; what was offered is not.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function cancelEdition(
  executor: Executor,
  actor: Actor,
  id: EventId,
  input: { readonly reason: string; readonly reread?: boolean },
  now: Date
): Promise<EditionCancelled> {
  const event = await getManagedEventById(executor, actor, id);
  return inTransaction(executor, async (tx) => {
    // The desk first, as whoever registers does: who comes in before is told, who comes after is refused.
    await takeDesk(tx, id, now);
    const cancelled = await cancelEvent(tx, actor, id, input, now);
    if (!cancelled.ok) return cancelled;
    await withdrawOffers(tx, id, now);
    const concerned = await listConcerned(tx, id);
    const message = await writeMessage(tx, actor, id, {
      kind: 'cancellation',
      subject: `Annulation : ${event.title}`,
      body: input.reason,
      audience: {}
    });
    for (const one of concerned) await queueMail(tx, composeCancellation(event, one, input.reason));
    await message.close(concerned.length);
    await audit(tx, actor, event, 'event.tell-cancelled', concerned.length);
    return { ok: true, told: concerned.length };
  });
}

/** Who was offered a place waits again, so that nobody is told later that an offer of a cancelled edition has passed. */
async function withdrawOffers(tx: Tx, id: EventId, now: Date): Promise<void> {
  await sql`
    update registration set status = 'waitlisted', waitlisted_at = coalesce(waitlisted_at, created_at),
      offer_expires_at = null, updated_at = ${now}
    where event_id = ${id} and status = 'offered'`.execute(tx);
  await sql`
    update session_choice c set status = 'waitlisted', waitlisted_at = coalesce(c.waitlisted_at, c.updated_at),
      offer_expires_at = null, updated_at = ${now}
    from registration r where r.id = c.registration_id and r.event_id = ${id} and c.status = 'offered'`.execute(
    tx
  );
}

function audit(
  tx: Tx,
  actor: Actor,
  { id, title, territory }: Event,
  action: string,
  count: number
): Promise<void> {
  const target = { kind: 'event', id, label: title };
  return recordAudit(tx, actor, { action, target, territory: territory.id, detail: { count } });
}
