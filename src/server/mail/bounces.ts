import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { MailId } from '#shared/ids.ts';
import { namesTheMailbox, type BounceReport } from './bounce-report.ts';
import { refuseMail } from './refusals.ts';

/** Writes on a message that it came back, and when its mailbox is to blame that nothing more is sent there. */
export async function recordBounce(
  executor: Executor,
  id: MailId,
  { reason, badMailbox }: { reason: string; badMailbox: boolean }
): Promise<void> {
  const { recipient } = await executor
    .updateTable('mail_message')
    .set({ bounced_at: sql<Date>`now()`, bounce_reason: reason })
    .where('id', '=', id)
    .returning('recipient')
    .executeTakeFirstOrThrow();
  if (badMailbox) await refuseMail(executor, recipient, 'all', `Message revenu : ${reason}`);
}

/**
 * Records a report that came to the administrator's mailbox. Recorded twice, it changes nothing more.
 * @returns the message that came back, or null when none of ours is known by this Message-ID or recipient.
 */
export async function recordBounceReport(
  executor: Executor,
  report: BounceReport
): Promise<MailId | null> {
  return inTransaction(executor, async (tx) => {
    const id = await findReturned(tx, report);
    if (id === null) return null;
    const reason = `${report.status} ${report.diagnostic}`.trim();
    await recordBounce(tx, id, { reason, badMailbox: namesTheMailbox(report.status) });
    return id;
  });
}

/** By its Message-ID; without one, the last message handed over for this recipient. */
async function findReturned(
  tx: Executor,
  { messageId, recipient }: BounceReport
): Promise<MailId | null> {
  const row = await tx
    .selectFrom('mail_message')
    .select('id')
    .where('recipient', '=', recipient)
    .where('status', 'in', ['sent', 'uncertain'])
    .$if(messageId !== null, (query) => query.where('message_id', '=', messageId ?? ''))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (row?.id ?? null) as MailId | null;
}
