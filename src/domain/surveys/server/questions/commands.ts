/** The questions of a questionnaire, until somebody has answered it. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId, SurveyId, SurveyQuestionId } from '#shared/ids.ts';
import type { QuestionInput } from '../../forms.ts';
import type { Question, Survey } from '../../model.ts';
import { findMisplaced, valuesOf } from '../../questions.ts';
import { canChangeQuestions } from '../../rules.ts';
import { traceSurvey } from '../commands.ts';
import { getSurvey } from '../queries.ts';
import { countAnswers, findSurvey, lockSurvey } from '../reading/queries.ts';

export interface Which {
  readonly event: EventId;
  readonly survey: SurveyId;
}

/**
 * answered: somebody answered the questionnaire, whose questions keep their meaning. too-late: it depends on a question that
 * does not come before it. no-value: on an answer that that question does not offer. depended: another question needs it.
 */
export interface QuestionRefusal {
  readonly ok: false;
  readonly reason: 'answered' | 'too-late' | 'no-value' | 'depended' | 'full';
}

export type QuestionSaved =
  | { readonly ok: true; readonly question: SurveyQuestionId }
  | QuestionRefusal
  | SecondReadingRefusal;

export const MOST_QUESTIONS = 40;

/**
 * Adds a question at the end, or changes one.
 * @param question - null to add one.
 * @throws NotFound, Forbidden
 */
export function saveQuestion(
  db: Database,
  actor: Actor,
  which: Which & { readonly question: SurveyQuestionId | null },
  { input, reread = false }: { input: QuestionInput; reread?: boolean }
): Promise<QuestionSaved> {
  return change(db, actor, which, async (tx, survey): Promise<QuestionSaved> => {
    const before = survey.questions.find(({ id }) => id === which.question);
    if (which.question !== null && !before) throw new NotFound(NO_SUCH_QUESTION);
    if (!before && survey.questions.length >= MOST_QUESTIONS) return { ok: false, reason: 'full' };
    const wrong =
      refuseDependency(survey, which.question, input) ?? refuseLoss(survey, which.question, input);
    if (wrong) return wrong;
    const unread = refuseUnread(newWords(input, before), reread);
    if (unread) return unread;
    return { ok: true, question: await write(tx, survey, which.question, input) };
  });
}

const NO_SUCH_QUESTION = 'Cette question n’existe pas, ou a été retirée.';

function refuseDependency(
  { questions }: Survey,
  id: SurveyQuestionId | null,
  { dependsOn }: QuestionInput
): QuestionRefusal | null {
  if (!dependsOn) return null;
  const at = id === null ? questions.length : questions.findIndex((one) => one.id === id);
  const on = questions.slice(0, at).find((one) => one.id === dependsOn.question);
  if (!on) return { ok: false, reason: 'too-late' };
  const known = valuesOf(on);
  return dependsOn.values.every((value) => known.includes(value))
    ? null
    : { ok: false, reason: 'no-value' };
}

/** A question on which others depend keeps the answers they depend on. */
function refuseLoss(
  { questions }: Survey,
  id: SurveyQuestionId | null,
  input: QuestionInput
): QuestionRefusal | null {
  const known = valuesOf(input);
  const isLost = questions.some(
    ({ dependsOn }) =>
      dependsOn?.question === id && dependsOn.values.some((value) => !known.includes(value))
  );
  return isLost ? { ok: false, reason: 'depended' } : null;
}

function newWords(input: QuestionInput, before: Question | undefined): Record<string, string> {
  const words = (one: QuestionInput | Question) => ({
    ...{ label: one.label, hint: one.hint, options: one.options.join('\n') },
    ...{ lowLabel: one.lowLabel, highLabel: one.highLabel }
  });
  const known: Record<string, string> = before ? words(before) : {};
  return Object.fromEntries(
    Object.entries(words(input)).filter(([field, text]) => known[field] !== text)
  );
}

async function write(
  tx: Tx,
  survey: Survey,
  id: SurveyQuestionId | null,
  input: QuestionInput
): Promise<SurveyQuestionId> {
  const { kind, label, hint, scaleMax, required, measure, dependsOn } = input;
  const chooses = kind === 'one' || kind === 'many' || kind === 'rank';
  const marks = kind === 'scale' || kind === 'nps';
  const values = {
    ...{ kind, label, hint, required, measure, scale_max: scaleMax },
    options: chooses ? input.options : [],
    low_label: marks ? input.lowLabel : '',
    high_label: marks ? input.highLabel : '',
    depends_on: dependsOn?.question ?? null,
    depends_values: dependsOn?.values ?? []
  };
  if (id !== null) {
    await tx.updateTable('survey_question').set(values).where('id', '=', id).execute();
    return id;
  }
  const added = await tx
    .insertInto('survey_question')
    .values({
      ...values,
      survey_id: survey.id,
      position: sql<number>`(select coalesce(max(position), -1) + 1 from survey_question where survey_id = ${survey.id})`
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return added.id as SurveyQuestionId;
}

export type QuestionChanged = { readonly ok: true } | QuestionRefusal;

/** Moves a question by one place. @returns too-late: it would leave the order that conditions need. @throws NotFound, Forbidden */
export function moveQuestion(
  db: Database,
  actor: Actor,
  which: Which & { readonly question: SurveyQuestionId },
  way: 'up' | 'down'
): Promise<QuestionChanged> {
  return change(db, actor, which, async (tx, survey): Promise<QuestionChanged> => {
    const at = survey.questions.findIndex(({ id }) => id === which.question);
    const to = way === 'up' ? at - 1 : at + 1;
    if (at < 0) throw new NotFound(NO_SUCH_QUESTION);
    if (to < 0 || to >= survey.questions.length) return { ok: true };
    const order = [...survey.questions];
    [order[at], order[to]] = [order[to]!, order[at]!];
    if (findMisplaced(order)) return { ok: false, reason: 'too-late' };
    await sql`
      update survey_question q set position = wanted.place - 1
      from unnest(${order.map(({ id }) => id)}::bigint[]) with ordinality as wanted (id, place)
      where q.id = wanted.id`.execute(tx);
    return { ok: true };
  });
}

/** Takes a question away; it may be put back until somebody answers. @throws NotFound, Forbidden */
export function removeQuestion(
  db: Database,
  actor: Actor,
  which: Which & { readonly question: SurveyQuestionId },
  now: Date
): Promise<QuestionChanged> {
  return change(db, actor, which, async (tx, { questions }): Promise<QuestionChanged> => {
    if (questions.some(({ dependsOn }) => dependsOn?.question === which.question))
      return { ok: false, reason: 'depended' };
    await mark(tx, which, now);
    return { ok: true };
  });
}

/**
 * Puts back a question that was taken away, where it was; a condition that makes no sense any more is left out.
 * @throws NotFound, Forbidden
 */
export function restoreQuestion(
  db: Database,
  actor: Actor,
  which: Which & { readonly question: SurveyQuestionId }
): Promise<QuestionChanged> {
  return change(db, actor, which, async (tx, survey): Promise<QuestionChanged> => {
    if (survey.questions.length >= MOST_QUESTIONS) return { ok: false, reason: 'full' };
    await mark(tx, which, null);
    if (findMisplaced((await findSurvey(tx, which.survey))!.questions))
      await tx
        .updateTable('survey_question')
        .set({ depends_on: null, depends_values: [] })
        .where('id', '=', which.question)
        .execute();
    return { ok: true };
  });
}

async function mark(
  tx: Tx,
  { survey, question }: Which & { readonly question: SurveyQuestionId },
  removedAt: Date | null
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('survey_question')
    .set({ removed_at: removedAt })
    .where('id', '=', question)
    .where('survey_id', '=', survey)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new NotFound(NO_SUCH_QUESTION);
}

/** Holds the questionnaire, so that nobody answers what is being changed. */
function change<T extends { readonly ok: boolean }>(
  db: Database,
  actor: Actor,
  { event, survey: id, question }: Which & { readonly question: SurveyQuestionId | null },
  work: (tx: Tx, survey: Survey) => Promise<T>
): Promise<T | QuestionRefusal> {
  return inTransaction(db, async (tx) => {
    await lockSurvey(tx, id);
    const { event: edition, survey } = await getSurvey(tx, actor, event, id);
    if (!canChangeQuestions(survey, await countAnswers(tx, id)))
      return { ok: false, reason: 'answered' };
    const done = await work(tx, survey);
    if (done.ok) await traceSurvey(tx, actor, edition, 'survey.questions', survey, { question });
    return done;
  });
}
