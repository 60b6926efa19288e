/** Questionnaires as they are, whoever asks: for what has already been decided. */
import { sql, type RawBuilder } from 'kysely';
import type { Executor, Tx } from '#server/db/connection.ts';
import type { EventId, SurveyId } from '#shared/ids.ts';
import { responseOf, type Question, type Response, type Survey } from '../../model.ts';

/** A questionnaire with its questions; null when there is none. */
export async function findSurvey(executor: Executor, id: SurveyId): Promise<Survey | null> {
  return (await readSurveys(executor, sql`s.id = ${id}`))[0] ?? null;
}

/** Those of several editions, the first made first. */
export function readSurveysOf(executor: Executor, events: readonly EventId[]): Promise<Survey[]> {
  return readSurveys(executor, sql`s.event_id = any(${[...events]}::bigint[])`);
}

async function readSurveys(executor: Executor, which: RawBuilder<unknown>): Promise<Survey[]> {
  const { rows } = await sql<Survey & { questions: Question[] }>`
    select s.id, s.event_id as event, s.kind, s.title, s.intro, s.thanks, s.status, s.audience, s.opens_at as "opensAt",
      s.closes_at as "closesAt", s.reminders, s.remind_after_days as "remindAfterDays",
      s.results_shown as "resultsShown", s.opened_at as "openedAt", s.closed_at as "closedAt", s.version,
      (select coalesce(json_agg(json_build_object('id', q.id, 'kind', q.kind, 'label', q.label, 'hint', q.hint,
          'options', q.options, 'scaleMax', q.scale_max, 'lowLabel', q.low_label, 'highLabel', q.high_label,
          'required', q.required, 'measure', q.measure,
          'dependsOn', case when q.depends_on is not null
            then json_build_object('question', q.depends_on, 'values', q.depends_values) end)
          order by q.position, q.id), '[]')
        from survey_question q where q.survey_id = s.id and q.removed_at is null) as questions
    from survey s where ${which} order by s.id`.execute(executor);
  return rows;
}

/** Holds a questionnaire until the transaction ends: who answers, who opens or closes it and who changes it take turns. */
export async function lockSurvey(tx: Tx, id: SurveyId): Promise<void> {
  await sql`select from survey where id = ${id} for update`.execute(tx);
}

/** How many were asked and answered, by questionnaire. Once it is closed, as they were then. */
export async function countResponses(
  executor: Executor,
  surveys: readonly SurveyId[]
): Promise<Map<SurveyId, Response>> {
  const { rows } = await sql<{ id: SurveyId; asked: number; answers: number }>`
    select s.id, coalesce(s.asked, (select count(*) from survey_link l where l.survey_id = s.id))::int as asked,
      (select count(*) from survey_answer a where a.survey_id = s.id)::int as answers
    from survey s where s.id = any(${[...surveys]}::bigint[])`.execute(executor);
  return new Map(rows.map(({ id, asked, answers }) => [id, responseOf(asked, answers)]));
}

/** How many answered one questionnaire. */
export async function countAnswers(executor: Executor, id: SurveyId): Promise<number> {
  return (await countResponses(executor, [id])).get(id)?.answers ?? 0;
}
