import { sql } from 'kysely';
import { forgotten, names, type Named } from '#server/db/forgetting.ts';
import type { Executor } from '#server/db/connection.ts';
import type { MailId } from '#shared/ids.ts';

/** What the instance keeps of the messages written to somebody. */
export interface MailTrace {
  readonly kind: string;
  readonly subject: string;
  readonly status: string;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
}

/** The messages written to an address, the oldest first; never their text, which may hold a link that signs in. */
export async function listMailsTo(executor: Executor, address: string): Promise<MailTrace[]> {
  const rows = await executor
    .selectFrom('mail_message')
    .select(['kind', 'subject', 'status', 'created_at', 'sent_at'])
    .where('recipient', '=', address.toLowerCase())
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    kind: row.kind,
    subject: row.subject,
    status: row.status,
    createdAt: row.created_at,
    sentAt: row.sent_at
  }));
}

/**
 * Erases somebody from the messages: those to her go; those that name her, to others, lose their text, and are not
 * sent if they have not been.
 */
export async function forgetMails(executor: Executor, named: Named): Promise<void> {
  const address = named.email.toLowerCase();
  await executor.deleteFrom('mail_message').where('recipient', '=', address).execute();
  await executor.deleteFrom('mail_refusal').where('address', '=', address).execute();
  const columns = ['subject', 'text_body', 'html_body', 'reply_to', 'recipient_name', 'last_error'];
  await executor
    .updateTable('mail_message')
    .set({
      subject: forgotten('subject', named),
      recipient_name: forgotten('recipient_name', named),
      reply_to: '',
      last_error: '',
      text_body: null,
      html_body: null,
      status: sql`case when status = 'queued' then 'cancelled' else status end`
    })
    .where(names(columns, named))
    .execute();
}

export interface SaidWords {
  /** Titles, as messages quote them: « … », or after a colon. */
  readonly titles: readonly string[];
  /** Words that only the messages of the kinds written again when they leave repeat. */
  readonly words?: readonly string[];
  /** Those kinds: what still waits among them will be written again, without. */
  readonly revised: readonly string[];
  /** When they were first written. */
  readonly since: Date;
}

/** Erases the texts of the messages that repeat words erased elsewhere for good; those that wait are not sent. */
export async function forgetWords(
  executor: Executor,
  { titles, words = [], revised, since }: SaidWords
): Promise<void> {
  const quoted = titles.flatMap((title) => [`«\u00a0${title}\u00a0»`, `: ${title}`]);
  const says = (any: readonly string[]) => sql`exists (select from unnest(${any}::text[]) as word
    where strpos(concat_ws(e'\\n', subject, text_body), word) > 0)`;
  await sql`update mail_message set subject = 'Texte effacé', text_body = null, html_body = null,
      last_error = case when status = 'queued' then 'Non envoyé : ce dont il parlait a été effacé.' else last_error end,
      status = case when status = 'queued' then 'cancelled' else status end
    where created_at >= ${since} and case when kind = any(${revised}::text[])
      then status <> 'queued' and ${says([...titles, ...words])} else ${says(quoted)} end`.execute(
    executor
  );
}

/**
 * Erases the words of messages of which the text must not be kept; those that have not left do not leave.
 * @param prefix - what their `dedupeKey` begins with. @param subject - what takes the place of theirs.
 */
export async function forgetMessages(
  executor: Executor,
  prefix: string,
  subject: string
): Promise<void> {
  await executor
    .updateTable('mail_message')
    .set({
      ...{ subject, text_body: null, html_body: null },
      status: sql`case when status = 'queued' then 'cancelled' else status end`
    })
    .where(sql<boolean>`starts_with(dedupe_key, ${prefix})`)
    .execute();
}

/** Erases the words of a message that will not leave. */
export async function forgetMail(executor: Executor, id: MailId): Promise<void> {
  await executor
    .updateTable('mail_message')
    .set({ subject: 'Message retenu', text_body: null, html_body: null })
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .execute();
}

/** Erases the texts of messages done with, older than a date. @returns how many. */
export async function eraseOldBodies(executor: Executor, before: Date): Promise<number> {
  const result = await executor
    .updateTable('mail_message')
    .set({ text_body: null, html_body: null })
    .where('created_at', '<', before)
    .where('status', 'not in', ['queued', 'sending'])
    .where((eb) => eb.or([eb('text_body', 'is not', null), eb('html_body', 'is not', null)]))
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Forgets messages done with, older than a date. @returns how many. */
export async function deleteOldMails(executor: Executor, before: Date): Promise<number> {
  const result = await executor
    .deleteFrom('mail_message')
    .where('created_at', '<', before)
    .where('status', 'not in', ['queued', 'sending'])
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
