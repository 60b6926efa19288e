import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import type { Registration, SessionChoice } from '../../model.ts';

/** A registration as its holder reads it, with its rank; null when there is none. */
export async function findRegistration(
  executor: Executor,
  id: RegistrationId
): Promise<Registration | null> {
  return (await listRegistrationsById(executor, [id]))[0] ?? null;
}

type Row = Omit<Registration, 'choices'> & {
  choices: (Omit<SessionChoice, 'offerExpiresAt'> & { offerExpiresAt: string | null })[];
};

/** These registrations, in the order of their numbers. Needs are read apart. */
export async function listRegistrationsById(
  executor: Executor,
  ids: readonly RegistrationId[]
): Promise<Registration[]> {
  if (ids.length === 0) return [];
  // One alone is the usual case, done while others wait: its plan can be kept.
  if (ids.length === 1) return readRegistrations(executor, sql<boolean>`r.id = ${ids[0]}`);
  return readRegistrations(executor, sql<boolean>`r.id = any(${ids}::bigint[])`);
}

/** Every registration of an edition, whatever became of it. */
export function listRegistrationsOf(executor: Executor, event: EventId): Promise<Registration[]> {
  return readRegistrations(executor, sql<boolean>`r.event_id = ${event}`);
}

/** Among all who wait when the edition is full, else among those of the category: `ranks` of places.ts, for one. */
const RANK = sql`case when r.status = 'waitlisted' then (
        select count(*) from registration ahead
        where ahead.event_id = r.event_id and ahead.status = 'waitlisted'
          and (ahead.waitlisted_at, ahead.id) <= (r.waitlisted_at, r.id)
          and (pool.taken >= pool.capacity or ahead.category_id is not distinct from r.category_id)) end`;

const CHOICES = sql`(select coalesce(json_agg(json_build_object('session', w.session_id, 'status', w.status,
          'rank', case when w.status = 'waitlisted' then (
            select count(*) from session_choice ahead where ahead.session_id = w.session_id
              and ahead.status = 'waitlisted'
              and (ahead.waitlisted_at, ahead.registration_id) <= (w.waitlisted_at, w.registration_id)) end,
          'offerExpiresAt', w.offer_expires_at) order by p.starts_at, w.session_id), '[]')
        from session_choice w join programme_session p on p.id = w.session_id
        where w.registration_id = r.id)`;

async function readRegistrations(
  executor: Executor,
  which: ReturnType<typeof sql<boolean>>
): Promise<Registration[]> {
  const { rows } = await sql<Row>`
    select r.id, r.event_id as event, r.email, r.first_name as "firstName", r.last_name as "lastName",
      r.profession_code as "professionCode", r.profession_label as "professionLabel",
      case when s.id is not null then json_build_object('id', s.id, 'slug', s.slug, 'name', s.name) end as structure,
      r.structure_label as "structureLabel",
      case when c.code is not null then json_build_object('code', c.code, 'name', c.name) end as commune,
      case when k.id is not null then json_build_object('id', k.id, 'label', k.label) end as category,
      r.status, r.overruled,
      ${RANK} as rank,
      r.offer_expires_at as "offerExpiresAt", r.person_id as person, r.list_consent as "listConsent",
      r.photo_consent as "photoConsent", r.invite_consent as "inviteConsent", r.origin,
      r.created_at as "createdAt", r.calendar_sequence as "calendarSequence",
      ${CHOICES} as choices,
      (select coalesce(json_agg(h.half_day_id order by h.half_day_id), '[]') from registration_half_day h
        where h.registration_id = r.id) as "halfDays",
      (select coalesce(json_agg(json_build_object('question', a.question_id, 'value', a.value)
          order by a.question_id), '[]') from registration_answer a where a.registration_id = r.id) as answers
    from registration r
    join place_pool pool on pool.event_id = r.event_id and pool.category_id is null and pool.session_id is null
    left join structure s on s.id = r.structure_id
    left join commune c on c.code = r.commune_code
    left join registration_category k on k.id = r.category_id
    where ${which} order by r.id`.execute(executor);
  return rows.map((row) => ({
    ...row,
    choices: row.choices.map((choice) => ({
      ...choice,
      offerExpiresAt: choice.offerExpiresAt === null ? null : new Date(choice.offerExpiresAt)
    }))
  }));
}
