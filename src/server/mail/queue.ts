import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { addJob, jobCall } from '#server/jobs/queue.ts';
import type { MailId } from '#shared/ids.ts';
import { attachmentText, type AttachmentRef } from './attachments.ts';

/** One message to one person. */
export interface Mail {
  /** What it is for, in kebab-case: « sign-in », « confirmation ». Shown to the administration, and what one unsubscribes from. */
  readonly kind: string;
  readonly to: { readonly address: string; readonly name?: string };
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** A file that leaves with it. */
  readonly attachment?: AttachmentRef;
  /** A page with one button; where there is one, the message says List-Unsubscribe. */
  readonly unsubscribeUrl?: string;
  /** Its text is erased as soon as it is delivered: it holds a secret, or what a person wrote to another. */
  readonly eraseOnceSent?: boolean;
  /** Somebody waits for it in front of a screen: it goes before a campaign of hundreds. */
  readonly urgent?: boolean;
  /** In seconds: what it carries serves no more afterwards, so it is not sent any more. */
  readonly expiresIn?: number;
  /** What it tells of, « reply:12 »: asked about when it leaves (`Stands`). */
  readonly about?: string;
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
  const { rows } = await sql<{ id: MailId }>`
    with letter as (
      insert into mail_message (kind, recipient, recipient_name, reply_to, subject, text_body, html_body,
        unsubscribe_url, attachment, about, erase_once_sent, dedupe_key, expires_at)
      values (${mail.kind}, ${mail.to.address.toLowerCase()}, ${mail.to.name ?? ''}, ${mail.replyTo ?? ''},
        ${mail.subject}, ${mail.text}, ${mail.html}, ${mail.unsubscribeUrl ?? ''},
        ${attachmentText(mail.attachment)}, ${mail.about ?? ''}, ${mail.eraseOnceSent ?? false},
        ${mail.dedupeKey ?? null}, clock_timestamp() + make_interval(secs => ${mail.expiresIn ?? null}::double precision))
      on conflict (dedupe_key) do nothing
      returning id
    )
    select letter.id from letter cross join lateral ${jobCall('mail.deliver', {
      payload: sql`json_build_object('id', letter.id)`,
      jobKey: sql`'mail:' || letter.id`,
      priority: mail.urgent ? URGENT : 0
    })} as job`.execute(executor);
  return rows[0]?.id ?? null;
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
