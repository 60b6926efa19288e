import type { Actor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId, SurveyId, SurveyQuestionId } from '#shared/ids.ts';
import type { Moderation } from '../../forms.ts';
import { redraw } from '../answers/commands.ts';
import { traceSurvey } from '../commands.ts';
import { getSurvey } from '../queries.ts';
import { lockSurvey } from '../reading/queries.ts';

interface Which {
  readonly event: EventId;
  readonly survey: SurveyId;
}

/**
 * Shows some words no more. They are named by themselves: a row has no number that lasts. Of words that are gone meanwhile,
 * nothing changes. Why is kept in the trace, never the words.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export function hideWords(
  db: Database,
  actor: Actor,
  which: Which,
  input: Moderation
): Promise<void> {
  return moderate(db, actor, which, { ...input, hidden: true });
}

/** Shows some words again. @throws NotFound, Forbidden unless the actor manages the edition. */
export function showWords(
  db: Database,
  actor: Actor,
  which: Which,
  input: Pick<Moderation, 'question' | 'text'>
): Promise<void> {
  return moderate(db, actor, which, { ...input, hidden: false });
}

function moderate(
  db: Database,
  actor: Actor,
  { event, survey: id }: Which,
  {
    question,
    text,
    hidden,
    reason
  }: Pick<Moderation, 'question' | 'text'> & { readonly hidden: boolean; readonly reason?: string }
): Promise<void> {
  return inTransaction(db, async (tx) => {
    await lockSurvey(tx, id);
    const { event: edition, survey } = await getSurvey(tx, actor, event, id);
    const asked = survey.questions.find((one) => one.id === question && one.kind === 'text');
    if (!asked) return;
    await redraw(tx, id, { hiding: { question: question as SurveyQuestionId, text, hidden } });
    const action = hidden ? 'survey.hide-words' : 'survey.show-words';
    await traceSurvey(tx, actor, edition, action, survey, { question, ...(reason && { reason }) });
  });
}
