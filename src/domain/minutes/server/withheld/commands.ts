import type { Withholding } from '#domain/confidentiality/model.ts';
import { remove, type ReportOutcome } from '#domain/confidentiality/server/withholding/commands.ts';
import { hide, type TextReport } from '#domain/directory/server/withheld/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import { findMinutesContent } from './queries.ts';

/**
 * Hides all that is written in the minutes of an edition, at once, and tells the animators of its territory.
 * @throws NotFound, also for whoever may not read them.
 */
export async function withholdMinutes(
  executor: Executor,
  actor: Actor,
  key: string,
  report: TextReport = {}
): Promise<ReportOutcome> {
  return inTransaction(executor, async (tx) => {
    const content = await findMinutesContent(tx, actor, key);
    if (!content) throw new NotFound('Ce compte rendu n’existe pas, ou n’est pas encore publié.');
    return hide(tx, actor, content, report);
  });
}

/**
 * Erases what is written in minutes for good.
 * @throws NotFound, or Forbidden unless the actor decides for its territory.
 */
export async function removeMinutesTexts(
  executor: Executor,
  actor: Actor,
  withholding: number
): Promise<Withholding> {
  return inTransaction(executor, async (tx) => {
    const decided = await remove(tx, actor, withholding);
    if (decided.status !== 'removed') return decided;
    const id = Number(decided.id);
    await tx
      .updateTable('minutes')
      .set((eb) => ({ summary: '', next_meeting: '', version: eb('version', '+', 1) }))
      .where('event_id', '=', id)
      .execute();
    await tx.deleteFrom('minutes_item').where('event_id', '=', id).execute();
    await tx
      .updateTable('follow_up')
      .set((eb) => ({
        what: 'Texte effacé',
        outcome: '',
        who_label: '',
        version: eb('version', '+', 1)
      }))
      .where('event_id', '=', id)
      .execute();
    return decided;
  });
}
