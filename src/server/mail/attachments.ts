import type { Database } from '#server/db/connection.ts';

/** What a message names, to carry it: the file is written when the message leaves, and never kept. */
export interface AttachmentRef {
  /** In kebab-case, one of those the deliverer was given: « registration-calendar ». */
  readonly kind: string;
  /** Of what the file is about. */
  readonly id: number;
}

/** How the files of a kind are written. */
export interface AttachmentKind {
  /** As the recipient saves it. */
  readonly name: string;
  /** MIME, with its parameters. */
  readonly type: string;
  /** Null when there is nothing to carry any more: the message leaves without. */
  readonly write: (db: Database, id: number) => Promise<string | null>;
}

export type AttachmentKinds = Readonly<Record<string, AttachmentKind>>;

export interface Attachment extends Pick<AttachmentKind, 'name' | 'type'> {
  readonly content: string;
}

/** As it is kept in the message. */
export function attachmentText(ref: AttachmentRef | undefined): string {
  return ref ? `${ref.kind}:${ref.id}` : '';
}

/** The file that a message carries, as things are now; null when it carries none. */
export async function writeAttachment(
  db: Database,
  kinds: AttachmentKinds,
  text: string
): Promise<Attachment | null> {
  const kind = findAttachmentKind(kinds, text);
  if (!kind) return null;
  const content = await kind.write(db, Number(text.split(':')[1]));
  return content === null ? null : { name: kind.name, type: kind.type, content };
}

/** Of what a message says it carries. */
export function findAttachmentKind(kinds: AttachmentKinds, text: string): AttachmentKind | null {
  return kinds[text.split(':')[0] ?? ''] ?? null;
}
