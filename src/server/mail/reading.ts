import type { Executor } from '#server/db/connection.ts';

/** A message as its recipient reads it: demonstration mode only, where nobody’s mail is real. */
export interface WrittenMail {
  readonly id: number;
  readonly recipient: string;
  readonly subject: string;
  readonly createdAt: Date;
}

export interface WrittenMailText extends WrittenMail {
  readonly text: string;
  readonly html: string;
  /** What it carries: « kind:number »; '' when nothing. */
  readonly attachment: string;
}

const MOST = 200;
const COLUMNS = ['id', 'recipient', 'subject', 'created_at as createdAt'] as const;

/** The latest messages written, those of one address when it is given. */
export function listWrittenMails(
  executor: Executor,
  recipient: string | null
): Promise<WrittenMail[]> {
  return executor
    .selectFrom('mail_message')
    .select(COLUMNS)
    .$if(recipient !== null, (query) => query.where('recipient', '=', recipient))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute();
}

/** The addresses written to, the latest first. */
export async function listRecipients(
  executor: Executor
): Promise<{ recipient: string; count: number }[]> {
  return executor
    .selectFrom('mail_message')
    .select(['recipient', (eb) => eb.fn.countAll<number>().as('count')])
    .groupBy('recipient')
    .orderBy((eb) => eb.fn.max('created_at'), 'desc')
    .limit(30)
    .execute();
}

export async function findWrittenMail(
  executor: Executor,
  id: number
): Promise<WrittenMailText | null> {
  const row = await executor
    .selectFrom('mail_message')
    .select([...COLUMNS, 'text_body', 'html_body', 'attachment'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  const { text_body: text, html_body: html, ...mail } = row;
  return { ...mail, text: text ?? '', html: html ?? '' };
}
