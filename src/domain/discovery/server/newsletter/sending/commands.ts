import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Database, Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { Wording } from '#server/mail/revision.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import type { NewsletterId, PersonId } from '#shared/ids.ts';
import type { Newsletter } from '../../../newsletter.ts';
import type { LoadActor } from '../../digest/queries.ts';
import { holdNewsletter } from '../commands.ts';
import { findNewsletter } from '../queries.ts';
import { listReadable } from '../reading/queries.ts';
import { listRecipients } from '../recipients/queries.ts';
import { composeLetter } from './mails.ts';

export type LetterSent =
  | { readonly ok: true; readonly recipients: number }
  /** Somebody changed it since the version that was shown. */
  | { readonly ok: false; readonly reason: 'conflict' | 'empty' };

/**
 * Sends a letter, once, to the members who have not left these messages: pressed twice, or by two people at once, it
 * leaves once.
 * @param version - the one that was read before sending. @throws NotFound, Forbidden
 */
export function sendNewsletter(
  executor: Executor,
  actor: Actor,
  id: NewsletterId,
  { version, now }: { readonly version: number; readonly now: Date }
): Promise<LetterSent> {
  return inTransaction(executor, async (tx) => {
    const letter = await holdNewsletter(tx, actor, id);
    if (letter.status === 'sent') return { ok: true, recipients: letter.recipients ?? 0 };
    if (letter.version !== version) return { ok: false, reason: 'conflict' };
    const items = await listReadable(tx, actor, letter.items);
    if (items.length === 0 && letter.introduction === '') return { ok: false, reason: 'empty' };
    const readers = await listRecipients(tx, letter.territory.id);
    const by = actor.kind === 'person' ? actor.id : null;
    await sql`update newsletter set status = 'sent', sent_at = ${now}, sent_by = ${by},
      recipients = ${readers.length} where id = ${id}`.execute(tx);
    for (const reader of readers)
      await queueMail(tx, composeLetter(reader, letter, { key: letterKey(id, reader.id), items }));
    await recordSent(tx, actor, letter, readers.length);
    return { ok: true, recipients: readers.length };
  });
}

/** What the messages of a letter have in common. */
export const lettersKey = (id: NewsletterId) => `newsletter:${id}:`;
const letterKey = (id: NewsletterId, person: PersonId) => `${lettersKey(id)}${person}`;

/**
 * A letter as it must be read when it leaves: without what was taken off or hidden since, and for nobody who has left
 * the network. @returns null when it is not for her any more, or is withheld.
 */
export async function reviseLetter(
  db: Database,
  key: string,
  loadActor: LoadActor
): Promise<Wording | null> {
  const [, id, person] = /^newsletter:(\d+):([0-9a-f-]{36})$/.exec(key) ?? [];
  if (!id || !person) return null;
  const letter = await findNewsletter(db, { id: Number(id) as NewsletterId });
  const actor = await loadActor(db, person as PersonId);
  if (
    !letter ||
    letter.hidden ||
    actor.kind !== 'person' ||
    !isMemberOf(actor, letter.territory.id)
  )
    return null;
  const reader = await db
    .selectFrom('person')
    .select(['name', 'email'])
    .where('id', '=', actor.id)
    .executeTakeFirst();
  const items = await listReadable(db, actor, letter.items);
  return reader ? composeLetter(reader, letter, { key, items }) : null;
}

function recordSent(tx: Tx, actor: Actor, letter: Newsletter, recipients: number): Promise<void> {
  return recordAudit(tx, actor, {
    action: 'newsletter.send',
    target: { kind: 'newsletter', id: String(letter.id), label: letter.subject },
    territory: letter.territory.id,
    detail: { recipients }
  });
}
