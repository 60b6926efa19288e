import type { Withholding } from '#domain/confidentiality/model.ts';
import { remove, type ReportOutcome } from '#domain/confidentiality/server/withholding/commands.ts';
import { hide, type TextReport } from '#domain/directory/server/withheld/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import { NO_SUCH_LINK } from '../waves/links/queries.ts';
import { findWaveContent } from './queries.ts';

/** Hides the words of a wave at once, and tells the animators of its territory. @throws NotFound */
export async function withholdWave(
  executor: Executor,
  actor: Actor,
  key: string,
  report: TextReport = {}
): Promise<ReportOutcome> {
  return inTransaction(executor, async (tx) => {
    const content = await findWaveContent(tx, key);
    if (!content) throw new NotFound(NO_SUCH_LINK);
    return hide(tx, actor, content, report);
  });
}

/** Erases the words of a wave for good. @throws NotFound, or Forbidden unless the actor decides for its territory. */
export async function removeWaveTexts(
  executor: Executor,
  actor: Actor,
  withholding: number
): Promise<Withholding> {
  return inTransaction(executor, async (tx) => {
    const decided = await remove(tx, actor, withholding);
    if (decided.status === 'removed')
      await tx
        .updateTable('wave')
        .set((eb) => ({ introduction: '', version: eb('version', '+', 1) }))
        .where('id', '=', Number(decided.id))
        .execute();
    return decided;
  });
}
