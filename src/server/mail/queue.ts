import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { addJob } from '#server/jobs/queue.ts';
import type { MailId } from '#shared/ids.ts';

/** One message to one person. */
export interface Mail {
  /** What it is for, in kebab-case: « sign-in », « confirmation ». Shown to the administration, and what one unsubscribes from. */
  readonly kind: string;
  readonly to: { readonly address: string; readonly name?: string };
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** A page with one button; where there is one, the message says List-Unsubscribe. */
  readonly unsubscribeUrl?: string;
  /** Its text is erased as soon as it is delivered: it holds a secret, or what a person wrote to another. */
  readonly eraseOnceSent?: boolean;
  /** Somebody waits for it in front of a screen: it goes before a campaign of hundreds. */
  readonly urgent?: boolean;
  /** In seconds: what it carries serves no more afterwards, so it is not sent any more. */
  readonly expiresIn?: number;
  /** A second message with the same key is not written. */
  readonly dedupeKey?: string;
}

const URGENT = -10;

/**
 * Writes a message to be sent, in the transaction of its cause: it leaves if the transaction is committed, and
 * only then.
 * @returns its id, or null when a message with the same key was there.
 */
export async function queueMail(executor: Executor, mail: Mail): Promise<MailId | null> {
  const row = await executor
    .insertInto('mail_message')
    .values({
      kind: mail.kind,
      recipient: mail.to.address.toLowerCase(),
      recipient_name: mail.to.name ?? '',
      reply_to: mail.replyTo ?? '',
      subject: mail.subject,
      text_body: mail.text,
      html_body: mail.html,
      unsubscribe_url: mail.unsubscribeUrl ?? '',
      erase_once_sent: mail.eraseOnceSent ?? false,
      dedupe_key: mail.dedupeKey ?? null,
      expires_at: mail.expiresIn
        ? sql<Date>`clock_timestamp() + make_interval(secs => ${mail.expiresIn})`
        : null
    })
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return null;
  await askDelivery(executor, row.id as MailId, { urgent: mail.urgent });
  return row.id as MailId;
}

/** Asks for a message to be handed over, at once or later: one job a message at most. */
export async function askDelivery(
  executor: Executor,
  id: MailId,
  { runAt, urgent }: { runAt?: Date; urgent?: boolean } = {}
): Promise<void> {
  const priority = urgent ? URGENT : 0;
  await addJob(executor, 'mail.deliver', { id }, { runAt, priority, jobKey: `mail:${id}` });
}
