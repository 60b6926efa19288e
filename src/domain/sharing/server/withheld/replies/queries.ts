import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { formatDate } from '#shared/dates.ts';
import type { ContributionId } from '#shared/ids.ts';
import {
  CONTRIBUTION_LABELS,
  pageOf,
  type Contribution,
  type SharedPerson
} from '../../../model.ts';
import { canModerate, canRead, canWrite, isReviewer } from '../../../rules.ts';
import { findContribution } from '../../queries.ts';
import type { FoundContent, StoredText } from '../queries.ts';

/** What withholdings call a reply; its content is numbered as it is. */
export const REPLY_CONTENT = 'reply';

const LABELS = {
  answer: 'Réponse',
  comment: 'Commentaire',
  review: 'Remarque de relecture',
  news: 'Nouvelle'
} as const;

/** A reply, and what it answers. */
export interface PlacedReply {
  readonly id: number;
  readonly kind: keyof typeof LABELS;
  readonly body: string;
  readonly writtenAt: Date;
  /** Null when her account is gone. */
  readonly author: SharedPerson | null;
  readonly removed: boolean;
  readonly hidden: boolean;
  readonly contribution: Contribution;
}

/**
 * A reply as a withholding names it, without a word of it.
 * @param key - its identifier.
 * @returns null when there is none that the actor may read.
 */
export async function findReplyContent(
  db: Executor,
  actor: Actor,
  key: string
): Promise<FoundContent | null> {
  const found = await findPlacedReply(db, key);
  if (!found || found.removed || !canReadReply(actor, found)) return null;
  const { contribution, kind, writtenAt } = found;
  return {
    ...{ kind: REPLY_CONTENT, id: String(found.id), territory: contribution.territory.id },
    label: `${LABELS[kind]} du ${formatDate(writtenAt)} (${CONTRIBUTION_LABELS[contribution.kind].toLowerCase()})`,
    page: pageOf(contribution)
  };
}

/** The words of a reply as they are stored, hidden or not: only for who decides, once checked. */
export async function listReplyTexts(db: Executor, key: string): Promise<StoredText[]> {
  const found = await findPlacedReply(db, key);
  if (!found) return [];
  const { rows } = await sql<{ body: string }>`
    select body from reply_version where reply_id = ${found.id} order by version`.execute(db);
  return [
    { label: 'Texte', text: found.body },
    ...rows.map(({ body }, at) => ({ label: `Texte d’avant, ${at + 1}`, text: body }))
  ];
}

/** A reply, whoever asks. */
export async function findPlacedReply(db: Executor, key: string): Promise<PlacedReply | null> {
  const id = Number(key);
  if (!Number.isSafeInteger(id) || id <= 0) return null;
  const { rows } = await sql<Omit<PlacedReply, 'contribution'> & { about: ContributionId }>`
    select r.id, r.kind, r.body, r.written_at as "writtenAt", r.contribution_id as about, r.removed_at is not null as removed,
      exists (select from withholding w where w.content_kind = 'reply' and w.content_id = r.id::text
        and w.status = 'withheld') as hidden,
      case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as author
    from reply r left join person p on p.id = r.author_id where r.id = ${id}`.execute(db);
  const { about, ...row } = rows[0] ?? {};
  const contribution = about ? await findContribution(db, { id: about }) : null;
  return contribution && ({ ...row, contribution } as PlacedReply);
}

/** Remarks of a review are between those who write and those who review. */
export function canReadReply(
  actor: Actor,
  { kind, contribution: { place } }: PlacedReply
): boolean {
  if (!canRead(actor, place)) return false;
  return (
    kind !== 'review' ||
    canWrite(actor, place) ||
    isReviewer(actor, place) ||
    canModerate(actor, place)
  );
}
