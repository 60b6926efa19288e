import type { Database } from '#server/db/connection.ts';
import type { MailId } from '#shared/ids.ts';

/** What a message says. */
export interface Wording {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * For the messages of a kind whose words depend on what their recipient may read: what a message says as things are
 * when it leaves, however long it has waited since it was written.
 * @param key - its `dedupeKey`. Null: there is nothing to say any more.
 */
export type Revise = (db: Database, key: string) => Promise<Wording | null>;

/**
 * Whether what a message tells of is still to be told to its recipient: it may have been taken off or hidden since it was
 * written. @param about - as the message keeps it.
 */
export type Stands = (
  db: Database,
  mail: { readonly about: string; readonly recipient: string }
) => Promise<boolean>;

/** By kind of message; a kind without one leaves as it was written. */
export type Revisions = Readonly<Record<string, Revise>>;

/**
 * Writes a message that still waits as it must be read now.
 * @returns false when there is nothing to say any more.
 */
export async function reviseMail(
  db: Database,
  id: MailId,
  { kind, key }: { readonly kind: string; readonly key: string | null },
  revisions: Revisions
): Promise<boolean> {
  const revise = revisions[kind];
  if (!revise || key === null) return true;
  const wording = await revise(db, key);
  if (!wording) return false;
  await db
    .updateTable('mail_message')
    .set({ subject: wording.subject, text_body: wording.text, html_body: wording.html })
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .execute();
  return true;
}
