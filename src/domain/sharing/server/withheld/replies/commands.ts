import { sql } from 'kysely';
import type { Withholding } from '#domain/confidentiality/model.ts';
import { remove, type ReportOutcome } from '#domain/confidentiality/server/withholding/commands.ts';
import { hide, type TextReport } from '#domain/directory/server/withheld/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import { ERASED, WHY_ERASED } from '../commands.ts';
import { findReplyContent } from './queries.ts';

/** Hides an answer, a comment, a remark or a news at once, and tells the animators. @throws NotFound */
export function withholdReply(
  executor: Executor,
  actor: Actor,
  key: string,
  report: TextReport = {}
): Promise<ReportOutcome> {
  return inTransaction(executor, async (tx) => {
    const content = await findReplyContent(tx, actor, key);
    if (!content) throw new NotFound('Ce texte n’existe pas, ou n’existe plus.');
    return hide(tx, actor, content, report);
  });
}

/** Erases the words of a reply for good, with what it said before. @throws NotFound, or Forbidden unless the actor decides. */
export function removeReplyTexts(
  executor: Executor,
  actor: Actor,
  withholding: number
): Promise<Withholding> {
  return inTransaction(executor, async (tx) => {
    const decided = await remove(tx, actor, withholding);
    if (decided.status !== 'removed') return decided;
    const id = Number(decided.id);
    const by = actor.kind === 'person' ? actor.id : null;
    await tx.deleteFrom('reply_version').where('reply_id', '=', id).execute();
    await tx.deleteFrom('mention').where('reply_id', '=', id).execute();
    await sql`update conduct_report set details = '' where reply_id = ${id}`.execute(tx);
    await sql`update reply set body = ${ERASED}, version = version + 1, removed_at = coalesce(removed_at, now()),
        removed_by = ${by}, removal_reason = ${WHY_ERASED} where id = ${id}`.execute(tx);
    return decided;
  });
}
