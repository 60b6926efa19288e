import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import { isInTeam } from '#domain/events/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { findRegistrationByToken } from '#domain/registrations/server/links/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import { SMALLEST_GROUP } from '../../anonymity.ts';
import { surveyState } from '../../model.ts';
import type { QuestionResult } from '../../results.ts';
import { findLink } from '../links/queries.ts';
import { findSurvey, readSurveysOf } from '../reading/queries.ts';
import { readResults, type Results } from '../results/queries.ts';

/** What the organiser shows: figures. The words that people wrote are read by its team alone. */
export interface Published {
  readonly title: string;
  readonly response: Results['response'];
  readonly questions: readonly QuestionResult[];
}

/** A token of « ma place », or of a questionnaire of this edition: whoever holds it comes, or came. */
export interface Holding {
  readonly place: string;
  readonly link: string;
}

/** The results of an edition that somebody may read, whom `getEvent` let in; and whether a questionnaire waits for answers. */
export async function listPublished(
  db: Executor,
  actor: Actor,
  event: Event,
  holding: Holding,
  now: Date
): Promise<{ published: Published[]; isOpen: boolean }> {
  const surveys = await readSurveysOf(db, [event.id]);
  const isOpen =
    event.status === 'published' && surveys.some((survey) => surveyState(survey, now) === 'open');
  const takesPart = isInTeam(actor, event.place) || (await comes(db, actor, event, holding));
  const readable = surveys.filter(
    ({ status, resultsShown }) =>
      status === 'closed' &&
      (resultsShown === 'public' || (resultsShown === 'participants' && takesPart))
  );
  const all = await readResults(db, readable);
  const published = all.flatMap(({ survey, results }) => {
    if (!results.questions) return [];
    const questions = results.questions.filter(
      ({ kind }) => kind !== 'text' && kind !== 'withheld'
    );
    return [{ title: survey.title, response: results.response, questions }];
  });
  return { published, isOpen };
}

/** Whether an edition has results that whoever was registered may read: what « ma place » links to. */
export async function hasResultsForParticipants(db: Executor, event: EventId): Promise<boolean> {
  const { rows } = await sql`
    select from survey s where s.event_id = ${event} and s.status = 'closed'
      and s.results_shown in ('participants', 'public')
      and (select count(*) from survey_answer a where a.survey_id = s.id) >= ${SMALLEST_GROUP}
    limit 1`.execute(db);
  return rows.length > 0;
}

async function comes(
  db: Executor,
  actor: Actor,
  event: Event,
  { place, link }: Holding
): Promise<boolean> {
  const registration = place ? await findRegistrationByToken(db, place) : null;
  if (registration?.event === event.id) return true;
  const held = link ? await findLink(db, link) : null;
  if (held && (await findSurvey(db, held.survey))?.event === event.id) return true;
  if (actor.kind !== 'person') return false;
  const row = await db
    .selectFrom('registration')
    .select('id')
    .where('event_id', '=', event.id)
    .where('status', '=', 'confirmed')
    .where('person_id', '=', actor.id)
    .executeTakeFirst();
  return row !== undefined;
}
