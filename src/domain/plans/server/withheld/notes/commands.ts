import type { Withholding } from '#domain/confidentiality/model.ts';
import { remove, type ReportOutcome } from '#domain/confidentiality/server/withholding/commands.ts';
import { hide, type TextReport } from '#domain/directory/server/withheld/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { sql } from 'kysely';
import { NotFound } from '#shared/errors.ts';
import { findNoteContent } from './queries.ts';

/** Hides a note, a comment or a proposal at once, and tells the animators. @throws NotFound */
export async function withholdNote(
  executor: Executor,
  actor: Actor,
  key: string,
  report: TextReport = {}
): Promise<ReportOutcome> {
  return inTransaction(executor, async (tx) => {
    const content = await findNoteContent(tx, actor, key);
    if (!content) throw new NotFound('Ce texte n’existe pas, ou n’existe plus.');
    return hide(tx, actor, content, report);
  });
}

/** Erases the words of a note for good. @throws NotFound, or Forbidden unless the actor decides for its territory. */
export async function removeNoteTexts(
  executor: Executor,
  actor: Actor,
  withholding: number
): Promise<Withholding> {
  return inTransaction(executor, async (tx) => {
    const decided = await remove(tx, actor, withholding);
    if (decided.status === 'removed')
      await sql`update action_sheet_note set body = 'Texte effacé', answer = '', version = version + 1,
          proposed = case when kind = 'proposal' then '[]'::jsonb end,
          status = case when kind = 'proposal' and status = 'open' then 'withdrawn' else status end
        where id = ${Number(decided.id)}`.execute(tx);
    return decided;
  });
}
