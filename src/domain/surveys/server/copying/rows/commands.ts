import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import type { EventId, SurveyId } from '#shared/ids.ts';

/** Writes a questionnaire again for an edition, in preparation: its questions, never its links, dates or answers. */
export async function copySurvey(tx: Tx, from: SurveyId, event: EventId): Promise<SurveyId> {
  const { rows } = await sql<{ id: SurveyId }>`
    insert into survey (event_id, kind, title, intro, thanks, audience, reminders, remind_after_days)
    select ${event}, kind, title, intro, thanks, audience, reminders, remind_after_days
    from survey where id = ${from} returning id`.execute(tx);
  const { id } = rows[0]!;
  await sql`
    insert into survey_question (survey_id, kind, label, hint, options, scale_max, low_label, high_label, required,
      measure, depends_values, position)
    select ${id}, kind, label, hint, options, scale_max, low_label, high_label, required, measure, depends_values, position
    from survey_question where survey_id = ${from} and removed_at is null order by id`.execute(tx);
  await linkConditions(tx, from, id);
  return id;
}

/** Each question depends on the copy of the one it depended on: both lists are in the same order. */
async function linkConditions(tx: Tx, from: SurveyId, to: SurveyId): Promise<void> {
  await sql`
    with before as (
      select id, depends_on, row_number() over (order by id) as place
      from survey_question where survey_id = ${from} and removed_at is null
    ), after as (
      select id, row_number() over (order by id) as place from survey_question where survey_id = ${to}
    )
    update survey_question q set depends_on = target.id
    from before b
    join before parent on parent.id = b.depends_on
    join after own on own.place = b.place
    join after target on target.place = parent.place
    where q.id = own.id`.execute(tx);
}
