import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { MailId } from '#shared/ids.ts';
import { recordBounce } from './bounces.ts';
import type { Outcome } from './outcome.ts';
import { askDelivery } from './queue.ts';

/** A message taken by one worker, once: `claimedAt` tells this time from any other. */
export interface Claim {
  readonly id: MailId;
  readonly attempts: number;
  readonly worker: string;
  /** To the microsecond. */
  readonly claimedAt: string;
  readonly messageId: string;
  readonly recipient: string;
  readonly recipientName: string;
  readonly replyTo: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly unsubscribeUrl: string;
}

const MINUTE = 60_000;
/** After each refusal « for now »: about a day in all, then it waits for somebody. */
const DELAYS = [1, 5, 15, 60, 180, 360, 720].map((minutes) => minutes * MINUTE);

/**
 * Takes a message, so that no other worker does: one statement, committed before anything is handed over.
 * @param domain - of the Message-ID, chosen once: a message handed over again keeps it.
 * @returns null when it is not to be sent, or no longer.
 */
export async function claimMail(
  db: Database,
  id: MailId,
  worker: string,
  domain: string
): Promise<Claim | null> {
  const messageId = `<${randomUUID()}@${domain}>`;
  const { rows } = await sql<Claim>`
    update mail_message set status = 'sending', attempts = attempts + 1, claimed_by = ${worker}, claimed_at = now(),
      sending_at = null, last_error = '',
      message_id = case when message_id = '' then ${messageId} else message_id end
    where id = ${id} and status = 'queued' and not_before <= now() and text_body is not null
      and (expires_at is null or expires_at > now())
    returning id, attempts, claimed_by as worker, claimed_at::text as "claimedAt", message_id as "messageId", recipient,
      recipient_name as "recipientName", reply_to as "replyTo", subject,
      coalesce(text_body, '') as text, coalesce(html_body, '') as html, unsubscribe_url as "unsubscribeUrl"`.execute(
    db
  );
  return rows[0] ?? null;
}

/**
 * Records that the last byte is about to leave: from now on, nobody sends it again by himself.
 * @returns whether the claim still holds.
 */
export async function markComplete(db: Database, claim: Claim): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('mail_message')
    .set({ sending_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', claim.id)
    .where('status', '=', 'sending')
    .where('claimed_by', '=', claim.worker)
    .where('claimed_at', '=', sql<Date>`${claim.claimedAt}::timestamptz`)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Records what became of a claimed message; whoever took it since is not disturbed. */
export async function settleMail(
  db: Database,
  claim: Claim,
  outcome: Outcome,
  { now, keepBodies }: { now: Date; keepBodies: boolean }
): Promise<void> {
  if (outcome.kind === 'lost') return;
  await inTransaction(db, async (tx) => {
    if (outcome.kind === 'accepted') {
      if (await settle(tx, claim, 'sent')) await recordSent(tx, claim, keepBodies);
    } else if (outcome.kind === 'put-off') {
      await putOff(tx, claim, outcome.reason, now);
    } else if (outcome.kind === 'uncertain') {
      await settle(tx, claim, 'uncertain', outcome.reason);
    } else if ((await settle(tx, claim, 'failed', outcome.reason)) && outcome.bounced) {
      await recordBounce(tx, claim.id, { reason: outcome.reason, badMailbox: true });
    }
  });
}

async function putOff(tx: Executor, claim: Claim, reason: string, now: Date): Promise<void> {
  const delay = DELAYS[claim.attempts - 1];
  if (delay === undefined) {
    await settle(tx, claim, 'failed', reason);
    return;
  }
  const runAt = new Date(now.getTime() + delay);
  if (!(await settle(tx, claim, 'queued', reason))) return;
  await tx
    .updateTable('mail_message')
    .set({ not_before: runAt, sending_at: null })
    .where('id', '=', claim.id)
    .execute();
  await askDelivery(tx, claim.id, { runAt });
}

/** A worker wrongly believed dead still knows better: what it found « uncertain » is corrected. */
async function settle(
  tx: Executor,
  claim: Claim,
  status: 'sent' | 'queued' | 'failed' | 'uncertain',
  reason = ''
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('mail_message')
    .set({ status, last_error: reason, claimed_by: '' })
    .where('id', '=', claim.id)
    .where('status', 'in', ['sending', 'uncertain'])
    .where('claimed_by', '=', claim.worker)
    .where('claimed_at', '=', sql<Date>`${claim.claimedAt}::timestamptz`)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

async function recordSent(tx: Executor, { id }: Claim, keepBodies: boolean): Promise<void> {
  await tx
    .updateTable('mail_message')
    .set({ sent_at: sql<Date>`now()` })
    .where('id', '=', id)
    .execute();
  if (!keepBodies) await eraseSecrets(tx, id);
}

/** Erases the text of a message that carries a secret or a relayed text. */
export async function eraseSecrets(tx: Executor, id: MailId): Promise<void> {
  await tx
    .updateTable('mail_message')
    .set({ text_body: null, html_body: null })
    .where('id', '=', id)
    .where('erase_once_sent', '=', true)
    .execute();
}
