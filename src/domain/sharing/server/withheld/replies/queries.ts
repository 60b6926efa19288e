import { sql } from 'kysely';
import type { FoundContent, StoredText } from '#domain/confidentiality/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { formatDate } from '#shared/dates.ts';
import type { ReplyId } from '#shared/ids.ts';
import { CONTRIBUTION_LABELS, pageOf, type Contribution } from '../../../model.ts';
import { canReadReply, type Reply, type ReplyKind } from '../../../replies.ts';
import { canRead } from '../../../rules.ts';
import { findContribution } from '../../queries.ts';
import { findReply } from '../../replies/queries.ts';

/** What withholdings call a reply; its content is numbered as it is. */
export const REPLY_CONTENT = 'reply';

const LABELS: Record<ReplyKind, string> = {
  answer: 'Réponse',
  comment: 'Commentaire',
  review: 'Remarque de relecture',
  news: 'Nouvelle'
};

/** A reply, and what it is said of. */
export interface PlacedReply {
  readonly reply: Reply;
  readonly contribution: Contribution;
}

/**
 * A reply as a withholding names it, without a word of it. What is hidden already is found by whoever could read it before.
 * @param key - its identifier.
 * @returns null when there is none that the actor may read.
 */
export async function findReplyContent(
  db: Executor,
  actor: Actor,
  key: string
): Promise<FoundContent | null> {
  const found = await findPlacedReply(db, key);
  if (!found || found.reply.isRemoved) return null;
  const { contribution, reply } = found;
  if (!canRead(actor, contribution.place)) return null;
  if (!canReadReply(actor, contribution.place, { ...reply, isHidden: false })) return null;
  const of = CONTRIBUTION_LABELS[contribution.kind].toLowerCase();
  return {
    ...{ kind: REPLY_CONTENT, id: String(reply.id), territory: contribution.territory.id },
    label: `${LABELS[reply.kind]} du ${formatDate(reply.writtenAt)} (${of})`,
    page: pageOf(contribution)
  };
}

/** The words of a reply as they are stored, hidden or not: only for who decides, once checked. */
export async function listReplyTexts(db: Executor, key: string): Promise<StoredText[]> {
  const found = await findPlacedReply(db, key);
  if (!found) return [];
  const { rows } = await sql<{ body: string }>`
    select body from reply_version where reply_id = ${found.reply.id} order by version`.execute(db);
  return [
    { label: 'Texte', text: found.reply.body },
    ...rows.map(({ body }, at) => ({ label: `Texte d’avant, ${at + 1}`, text: body }))
  ];
}

/** All that a reply ever said, and since when: what messages repeat. Before it is erased. */
export async function listReplyWords(
  db: Executor,
  key: string
): Promise<{ readonly bodies: readonly string[]; readonly since: Date }> {
  const { rows } = await sql<{ body: string; since: Date }>`
    select r.body, r.written_at as since from reply r where r.id = ${Number(key)}
    union all select v.body, r.written_at from reply_version v join reply r on r.id = v.reply_id
    where r.id = ${Number(key)}`.execute(db);
  return { bodies: rows.map(({ body }) => body), since: rows[0]?.since ?? new Date() };
}

/** A reply, whoever asks. */
export async function findPlacedReply(db: Executor, key: string): Promise<PlacedReply | null> {
  const id = Number(key);
  if (!Number.isSafeInteger(id) || id <= 0) return null;
  const reply = await findReply(db, id as ReplyId);
  const contribution = reply && (await findContribution(db, { id: reply.contribution }));
  return contribution && { reply, contribution };
}
