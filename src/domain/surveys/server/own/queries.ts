import { sql } from 'kysely';
import type { PersonActor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { surveyLink } from '../links/queries.ts';

/** A questionnaire that waits for somebody, as she sees it. */
export interface OwnSurvey {
  readonly title: string;
  /** The title of the edition. */
  readonly event: string;
  readonly closesAt: Date;
  readonly timeZone: string;
  readonly link: string;
}

/**
 * The questionnaires that are open, ask a person and were not answered with her link, with that link: for herself only.
 */
export async function listOwnSurveys(
  db: Executor,
  actor: PersonActor,
  now: Date
): Promise<OwnSurvey[]> {
  const { rows } = await sql<Omit<OwnSurvey, 'link'> & { id: number; version: number }>`
    select s.title, e.title as event, s.closes_at as "closesAt", e.time_zone as "timeZone",
      l.id, l.link_version as version
    from survey_link l join survey s on s.id = l.survey_id join event e on e.id = s.event_id
    join registration r on r.id = l.registration_id
    where (r.person_id = ${actor.id}
        or r.email = (select lower(email) from person where id = ${actor.id} and suspended_at is null))
      and r.status = 'confirmed' and l.sent_at is not null and not l.answered
      and s.status = 'open' and s.closes_at > ${now} and e.status <> 'cancelled'
    order by s.closes_at, l.id`.execute(db);
  return rows.map(({ id, version, ...one }) => ({ ...one, link: surveyLink(id, version) }));
}
