/** Writing to those who are asked, each by a message of her own, in the transaction of its cause. */
import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import type { Tx } from '#server/db/connection.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { Survey } from '../../model.ts';
import { askMail, remindMail, type Addressee } from '../mails.ts';

/**
 * Asks those of its audience who were not asked yet: all of them when it opens, then those who register or come meanwhile.
 * @returns how many.
 */
export async function inviteNew(tx: Tx, event: Event, survey: Survey, now: Date): Promise<number> {
  const { rows } = await sql<Addressee>`
    with asked as (
      insert into survey_link (survey_id, registration_id, sent_at)
      select ${survey.id}, r.id, ${now} from registration r
      where ${belongsTo(survey)}
      order by r.id
      on conflict (survey_id, registration_id) do nothing
      returning id, link_version, registration_id
    )
    select a.id as link, a.link_version as version, r.email, trim(r.first_name || ' ' || r.last_name) as name
    from asked a join registration r on r.id = a.registration_id order by a.id`.execute(tx);
  for (const to of rows) await queueMail(tx, askMail(event, survey, to));
  return rows.length;
}

/** In SQL, of a registration `r`: is of the audience of this questionnaire, and may be written to. */
export function belongsTo({ event, audience }: Pick<Survey, 'event' | 'audience'>) {
  const came = sql`exists (select from attendance a where a.event_id = r.event_id and a.registration_id = r.id)`;
  return sql<boolean>`r.event_id = ${event} and r.status = 'confirmed' and r.email is not null
    and ${audience === 'present' ? came : sql`true`}`;
}

/** Writes again to those whose link has not served, once the days of the questionnaire have passed. @returns how many. */
export async function remindSilent(
  tx: Tx,
  event: Event,
  survey: Survey,
  now: Date
): Promise<number> {
  const before = new Date(now.getTime() - survey.remindAfterDays * 86_400_000);
  const { rows } = await sql<Addressee & { round: number }>`
    update survey_link l set reminded_at = ${now}, reminders = l.reminders + 1
    from registration r
    where l.survey_id = ${survey.id} and r.id = l.registration_id and r.status = 'confirmed' and r.email is not null
      and not l.answered and l.reminders < ${survey.reminders}
      and coalesce(l.reminded_at, l.sent_at) <= ${before}
    returning l.id as link, l.link_version as version, l.reminders as round, r.email,
      trim(r.first_name || ' ' || r.last_name) as name`.execute(tx);
  for (const to of rows) await queueMail(tx, remindMail(event, survey, to, to.round));
  return rows.length;
}
