import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { Issue } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { plural } from '#shared/text.ts';
import { newTexts, type QuestionInput } from '../../../settings.ts';
import { countAnswers } from '../places/queries.ts';
import { getDeskForm } from '../queries.ts';

export type QuestionsOutcome =
  | SecondReadingRefusal
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'invalid'; readonly issues: readonly Issue[] };

/**
 * The questions of an edition, in their order: those without number are created, those whose label is empty removed,
 * unless somebody has answered: an answer is not lost by a gesture made elsewhere.
 * @throws NotFound, Forbidden
 */
export function saveQuestions(
  executor: Executor,
  actor: Actor,
  id: EventId,
  rows: readonly QuestionInput[],
  { reread = false }: { reread?: boolean } = {}
): Promise<QuestionsOutcome> {
  return inTransaction(executor, async (tx): Promise<QuestionsOutcome> => {
    const event = await getManagedEventById(tx, actor, id);
    const answered = await countAnswers(tx, id);
    const issues = rows.flatMap((row, index) => {
      const people = row.id === null ? 0 : (answered.get(row.id) ?? 0);
      if (row.label !== '' || people === 0) return [];
      const message = `${plural(people, 'personne y a répondu', 'personnes y ont répondu')} : rendez cette question facultative plutôt que de la retirer.`;
      return [{ path: `questions.${index}.label`, message }];
    });
    if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
    const { questions } = await getDeskForm(tx, id);
    const unread = refuseUnread(newTexts('questions', rows, questions), reread);
    if (unread) return unread;
    await writeQuestions(tx, id, rows);
    await recordAudit(tx, actor, {
      action: 'registrations.questions',
      target: { kind: 'event', id, label: event.title },
      territory: event.place.territory
    });
    return { ok: true };
  });
}

async function writeQuestions(
  tx: Tx,
  event: EventId,
  rows: readonly QuestionInput[]
): Promise<void> {
  const removed = rows.filter(({ id, label }) => id !== null && label === '');
  if (removed.length > 0)
    await tx
      .deleteFrom('registration_question')
      .where('event_id', '=', event)
      .where(
        'id',
        'in',
        removed.map(({ id }) => id!)
      )
      .execute();
  const kept = rows.filter(({ label }) => label !== '');
  for (const [position, { id, kind, label, hint, options, required }] of kept.entries()) {
    const values = {
      kind,
      label,
      hint,
      required,
      position,
      options: kind === 'text' ? [] : options
    };
    await (
      id === null
        ? tx.insertInto('registration_question').values({ event_id: event, ...values })
        : tx
            .updateTable('registration_question')
            .set(values)
            .where('id', '=', id)
            .where('event_id', '=', event)
    ).execute();
  }
}
