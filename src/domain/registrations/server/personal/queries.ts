import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';
import { exportDay } from './day/queries.ts';

/** What this domain keeps about somebody, as she may take it away. */
export async function exportPerson(db: Executor, id: PersonId, email: string) {
  const invitations = db
    .selectFrom('event_invitation as i')
    .innerJoin('event as e', 'e.id', 'i.event_id')
    .select(['e.title as event', 'i.origin', 'i.invited_at', 'i.reminded_at'])
    .select(['i.declined_at', 'i.comment'])
    .where((eb) => eb.or([eb('i.person_id', '=', id), eb('i.email', '=', email)]))
    .orderBy('i.id');
  const groups = db
    .selectFrom('registration_group as g')
    .innerJoin('event as e', 'e.id', 'g.event_id')
    .select(['e.title as event', 'g.name', 'g.created_at'])
    .where('g.email', '=', email)
    .orderBy('g.id');
  return {
    registrations: await exportRegistrations(db, id, email),
    registration_groups: await groups.execute(),
    event_invitations: await invitations.execute(),
    interviews_offered: await exportOffers(db, id, email),
    ...(await exportDay(db, id, email))
  };
}

async function exportRegistrations(db: Executor, id: PersonId, email: string) {
  const { rows } = await sql<Record<string, unknown>>`
    select e.title as event, e.starts_at, r.first_name, r.last_name, r.email, r.profession_code, r.profession_label,
      coalesce(s.name, r.structure_label) as structure, c.name as commune, k.label as category, r.status, r.origin,
      r.list_consent, r.photo_consent, r.invite_consent, r.created_at, r.cancelled_at, n.meal, n.access,
      (select coalesce(json_agg(json_build_object('session', p.title, 'status', w.status) order by p.starts_at), '[]')
        from session_choice w join programme_session p on p.id = w.session_id
        where w.registration_id = r.id) as sessions,
      (select coalesce(json_agg(h.label order by h.starts_at), '[]') from registration_half_day d
        join event_half_day h on h.id = d.half_day_id where d.registration_id = r.id) as half_days,
      (select coalesce(json_agg(json_build_object('question', q.label, 'answer', a.value) order by q.position), '[]')
        from registration_answer a join registration_question q on q.id = a.question_id
        where a.registration_id = r.id) as answers,
      (select json_build_object('kind', o.kind, 'seats', o.seats, 'note', o.note) from carpool_entry o
        where o.registration_id = r.id) as carpool,
      (select coalesce(json_agg(json_build_object('with', h.name, 'starts_at', i.starts_at) order by i.starts_at), '[]')
        from interview_slot i join interview_host h on h.id = i.host_id
        where i.registration_id = r.id) as interviews
    from registration r
    join event e on e.id = r.event_id
    left join structure s on s.id = r.structure_id
    left join commune c on c.code = r.commune_code
    left join registration_category k on k.id = r.category_id
    left join registration_need n on n.registration_id = r.id
    where r.person_id = ${id} or r.email = ${email}
    order by r.id`.execute(db);
  return rows;
}

async function exportOffers(db: Executor, id: PersonId, email: string) {
  const { rows } = await sql<Record<string, unknown>>`
    select e.title as event, h.name, h.profession_label, h.description, h.place,
      (select coalesce(json_agg(s.starts_at order by s.starts_at), '[]') from interview_slot s
        where s.host_id = h.id) as moments
    from interview_host h join event e on e.id = h.event_id
    where h.person_id = ${id} or h.email = ${email}
    order by h.id`.execute(db);
  return rows;
}
