import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import { listManagedIds } from '#domain/events/server/listing/queries.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId, SurveyId } from '#shared/ids.ts';
import { responseOf, type FollowUp, type Response, type Survey } from '../model.ts';
import { countResponses, findSurvey, readSurveysOf } from './reading/queries.ts';

export const NO_SUCH_SURVEY = 'Ce questionnaire n’existe pas, ou n’est plus là.';

/** A questionnaire with how many answered it. */
export interface ListedSurvey extends Survey {
  readonly response: Response;
}

/** The questionnaires of an edition. @throws NotFound, Forbidden unless the actor manages it. */
export async function listSurveys(
  db: Executor,
  actor: Actor,
  event: EventId
): Promise<ListedSurvey[]> {
  await getManagedEventById(db, actor, event);
  const surveys = await readSurveysOf(db, [event]);
  const responses = await countResponses(
    db,
    surveys.map(({ id }) => id)
  );
  return surveys.map((survey) => ({
    ...survey,
    response: responses.get(survey.id) ?? responseOf(0, 0)
  }));
}

/**
 * A questionnaire of an edition, with the edition.
 * @throws NotFound, also for one of another edition. @throws Forbidden unless the actor manages the edition.
 */
export async function getSurvey(
  db: Executor,
  actor: Actor,
  event: EventId,
  id: SurveyId
): Promise<{ event: Event; survey: Survey }> {
  const managed = await getManagedEventById(db, actor, event);
  const survey = await findSurvey(db, id);
  if (survey?.event !== event) throw new NotFound(NO_SUCH_SURVEY);
  return { event: managed, survey };
}

/** @throws NotFound, Forbidden unless the actor manages the edition. */
export async function getFollowUp(
  db: Executor,
  actor: Actor,
  event: EventId,
  id: SurveyId
): Promise<FollowUp> {
  await getSurvey(db, actor, event, id);
  const { rows } = await sql<{ reminded: number; unreachable: number }>`
    select (select count(*) from survey_link l where l.survey_id = ${id} and l.reminders > 0)::int as reminded,
      (select count(*) from registration r where r.event_id = ${event} and r.status = 'confirmed'
        and r.email is null)::int as unreachable`.execute(db);
  const responses = await countResponses(db, [id]);
  return { response: responses.get(id) ?? responseOf(0, 0), ...rows[0]! };
}

/** A question that was taken away and may be put back. */
export async function listRemoved(
  db: Executor,
  actor: Actor,
  event: EventId,
  id: SurveyId
): Promise<{ readonly id: number; readonly label: string }[]> {
  await getSurvey(db, actor, event, id);
  return db
    .selectFrom('survey_question')
    .select(['id', 'label'])
    .where('survey_id', '=', id)
    .where('removed_at', 'is not', null)
    .orderBy('removed_at', 'desc')
    .limit(5)
    .execute();
}

/** A questionnaire of another edition, to begin from. */
export interface Copyable {
  readonly id: SurveyId;
  readonly title: string;
  readonly edition: string;
  readonly questions: number;
}

/** The questionnaires of the other editions that the actor manages, those of the same series and the last first. */
export async function listCopyable(
  db: Executor,
  actor: Actor,
  event: Event,
  now: Date
): Promise<Copyable[]> {
  const managed = await listManagedIds(db, actor, now);
  const { rows } = await sql<Copyable>`
    select s.id, s.title, e.title as edition,
      (select count(*) from survey_question q where q.survey_id = s.id and q.removed_at is null)::int as questions
    from survey s join event e on e.id = s.event_id
    where e.id = any(${[...managed]}::bigint[]) and e.id <> ${event.id}
    order by (e.series_id is not distinct from ${event.series?.id ?? null}::bigint) desc,
      e.starts_at desc nulls last, s.id limit 20`.execute(db);
  return rows.filter(({ questions }) => questions > 0);
}
