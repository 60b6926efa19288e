import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { EventId } from '#shared/ids.ts';
import { composeMinutesMail } from '../mails.ts';
import { lockMinutes, traceMinutes } from '../writing/commands.ts';
import { listMinutesRecipients, type SentTo } from './queries.ts';

export type MinutesSent =
  | { readonly ok: true; readonly sent: number }
  /** `changed`: not as many as were announced; `count` are now. */
  | { readonly ok: false; readonly reason: 'changed'; readonly count: number }
  | { readonly ok: false; readonly reason: 'draft' | 'hidden' | 'already-sent' | 'nobody' };

/**
 * Sends the link of the minutes to those who came, one message an address, once until they are opened again.
 * @param input.count - how many were announced to who sends.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export function sendMinutes(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { to, count }: { readonly to: SentTo; readonly count: number },
  now: Date
): Promise<MinutesSent> {
  return inTransaction(executor, async (tx) => {
    const { event, minutes } = await lockMinutes(tx, actor, id);
    if (minutes.status !== 'validated' || !minutes.validatedAt)
      return { ok: false, reason: 'draft' };
    if (minutes.textsHidden) return { ok: false, reason: 'hidden' };
    if (minutes.sentAt) return { ok: false, reason: 'already-sent' };
    const recipients = await listMinutesRecipients(tx, id, to);
    if (recipients.length === 0) return { ok: false, reason: 'nobody' };
    if (recipients.length !== count)
      return { ok: false, reason: 'changed', count: recipients.length };
    for (const one of recipients)
      await queueMail(tx, composeMinutesMail(event, one, minutes.validatedAt));
    await tx.updateTable('minutes').set({ sent_at: now }).where('event_id', '=', id).execute();
    await traceMinutes(tx, actor, 'minutes.send', event, { to, count: recipients.length });
    return { ok: true, sent: recipients.length };
  });
}
