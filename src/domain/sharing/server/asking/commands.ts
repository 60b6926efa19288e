import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { ContributionId } from '#shared/ids.ts';
import { holdWritten, trace } from '../writing/commands.ts';

/**
 * Says that a question has found its answer, or not any more: by who asked it. Pressed twice, it is resolved since the
 * first time. @throws NotFound, Forbidden
 */
export function resolveQuestion(
  executor: Executor,
  actor: Actor,
  id: ContributionId,
  { now, back = false }: { readonly now: Date; readonly back?: boolean }
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const found = await holdWritten(tx, actor, id);
    if (found.kind !== 'question') throw new NotFound('Cette question n’existe pas.');
    const { resolvedAt } = (found as typeof found & { details: { resolvedAt: string | null } })
      .details;
    if ((resolvedAt === null) === back) return;
    await tx
      .updateTable('question')
      .set({
        resolved_at: back ? null : now,
        resolved_by: back || actor.kind !== 'person' ? null : actor.id
      })
      .where('contribution_id', '=', id)
      .execute();
    const action = back ? 'question.reopen' : 'question.resolve';
    await trace(tx, actor, action, { id, title: found.title, territory: found.territory.id });
  });
}
