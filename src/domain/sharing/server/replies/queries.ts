import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ContributionId, ReplyId } from '#shared/ids.ts';
import type { ContributionSummary } from '../../model.ts';
import { canReadReply, type Reply, type ReplyKind } from '../../replies.ts';
import { OPEN_SINCE } from '../columns/queries.ts';

/** Whether somebody says that a reply `r` speaks of a person, and nobody has decided yet. */
export const HIDDEN_REPLY = sql<boolean>`exists (select from withholding w where w.content_kind = 'reply'
  and w.content_id = r.id::text and w.status = 'withheld')`;

/** Reads what others read: neither taken off, nor hidden, nor a remark between those who write. */
export const READ_REPLY = sql<boolean>`r.removed_at is null and r.kind <> 'review' and not ${HIDDEN_REPLY}`;

/** Whether the page of a reply `r` was read by everybody when it was written, and ever since. */
const PUBLIC_SINCE = sql<boolean>`(select c.visibility = 'public' and r.written_at >= ${OPEN_SINCE}
  from contribution c where c.id = r.contribution_id)`;

/** What is said of a contribution that an actor reads, the first said first. One statement. */
export async function listReplies(
  db: Executor,
  actor: Actor,
  { id, place }: Pick<ContributionSummary, 'id' | 'place'>,
  kinds: readonly ReplyKind[] = ['answer', 'comment']
): Promise<Reply[]> {
  const all = await read(db, sql`r.contribution_id = ${id} and r.kind = any(${kinds}::text[])`);
  return all.filter((reply) => canReadReply(actor, place, reply));
}

/** A reply and where it is said, whoever asks; null when there is none. */
export async function findReply(
  db: Executor,
  id: ReplyId
): Promise<(Reply & { readonly contribution: ContributionId }) | null> {
  const [reply] = await read(db, sql`r.id = ${id}`);
  return reply ?? null;
}

async function read(db: Executor, where: RawBuilder<unknown>) {
  const { rows } = await sql<Reply & { contribution: ContributionId }>`
    select r.id, r.kind, r.heading, r.body, r.happened_on::text as "happenedOn", r.written_at as "writtenAt",
      r.edited_at as "editedAt", r.settled_at as "settledAt", r.removed_at is not null as "isRemoved",
      r.removal_reason as "removalReason", ${HIDDEN_REPLY} as "isHidden", ${PUBLIC_SINCE} as "isPublic", r.version,
      r.contribution_id as contribution,
      case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as author,
      coalesce((select json_agg(json_build_object('person', json_build_object('id', o.id, 'name', o.name),
          'kind', x.kind) order by x.created_at, o.id)
        from reply_thanks x join person o on o.id = x.person_id where x.reply_id = r.id), '[]') as thanks
    from reply r left join person p on p.id = r.author_id
    where ${where} order by r.written_at, r.id`.execute(db);
  return rows;
}
