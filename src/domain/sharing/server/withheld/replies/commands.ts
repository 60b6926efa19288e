import { sql } from 'kysely';
import { erasing, hiding } from '#domain/territory/server/withheld/commands.ts';
import { ERASED, WHY_ERASED } from '../commands.ts';
import { findReplyContent } from './queries.ts';

/** Hides an answer, a comment, a remark or a news at once, and tells the animators. @throws NotFound */
export const withholdReply = hiding(findReplyContent, 'Ce texte n’existe pas, ou n’existe plus.');

/** Erases the words of a reply for good, with what it said before. @throws NotFound, or Forbidden unless the actor decides. */
export const removeReplyTexts = erasing(async (tx, actor, id) => {
  const by = actor.kind === 'person' ? actor.id : null;
  await tx.deleteFrom('reply_version').where('reply_id', '=', id).execute();
  await tx.deleteFrom('mention').where('reply_id', '=', id).execute();
  await sql`update conduct_report set details = '' where reply_id = ${id}`.execute(tx);
  await sql`update reply set body = ${ERASED}, version = version + 1, removed_at = coalesce(removed_at, now()),
        removed_by = ${by}, removal_reason = ${WHY_ERASED} where id = ${id}`.execute(tx);
});
