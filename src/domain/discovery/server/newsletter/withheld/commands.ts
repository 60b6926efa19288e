/** A letter that somebody says speaks of a person: it is hidden whole, then shown again or emptied. */
import { sql } from 'kysely';
import type { Withholding } from '#domain/confidentiality/model.ts';
import { remove, type ReportOutcome } from '#domain/confidentiality/server/withholding/commands.ts';
import { hide, type TextReport } from '#domain/directory/server/withheld/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import { renameTargets } from '#domain/identity/server/audit/commands.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { forgetMessages } from '#server/mail/forgetting.ts';
import { NotFound } from '#shared/errors.ts';
import type { NewsletterId } from '#shared/ids.ts';
import { LETTER_CONTENT } from '../queries.ts';
import { lettersKey } from '../sending/commands.ts';
import { findLetterContent } from './queries.ts';

/** What remains of its subject. */
const ERASED = 'Lettre effacée';

/**
 * Hides a letter at once, and tells the animators of its territory; what was not sent yet does not leave.
 * @throws NotFound, also for whoever may not read it.
 */
export function withholdLetter(
  executor: Executor,
  actor: Actor,
  key: string,
  report: TextReport = {}
): Promise<ReportOutcome> {
  return inTransaction(executor, async (tx) => {
    const content = await findLetterContent(tx, actor, key);
    if (!content) throw new NotFound('Cette lettre n’existe pas, ou vous ne pouvez pas la lire.');
    return hide(tx, actor, content, report);
  });
}

/**
 * Erases all that a letter says for good, from its page and from the messages the instance keeps: what people have received
 * stays with them. What it told of is shared elsewhere, and stays.
 * @throws NotFound, or Forbidden unless the actor decides for its territory.
 */
export function removeLetterTexts(
  executor: Executor,
  actor: Actor,
  withholding: number
): Promise<Withholding> {
  return inTransaction(executor, async (tx) => {
    const decided = await remove(tx, actor, withholding);
    if (decided.status !== 'removed') return decided;
    const id = Number(decided.id) as NewsletterId;
    await sql`update newsletter set subject = ${ERASED}, introduction = '', items = '[]', version = version + 1,
      updated_at = now() where id = ${id}`.execute(tx);
    await forgetMessages(tx, lettersKey(id), ERASED);
    await renameTargets(tx, { kind: LETTER_CONTENT, ids: [id], label: decided.label });
    return decided;
  });
}
