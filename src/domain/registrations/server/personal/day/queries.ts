import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';

/** Where somebody was, what she signed and what was certified to her; the links for volunteers that she made. */
export async function exportDay(db: Executor, id: PersonId, email: string) {
  const { rows: attended } = await sql<Record<string, unknown>>`
    select e.title as event,
      (select coalesce(json_agg(json_build_object('entrance', coalesce(h.label, p.title, 'La rencontre'),
          'arrived_at', a.arrived_at) order by a.arrived_at), '[]')
        from attendance a left join event_half_day h on h.id = a.half_day_id
        left join programme_session p on p.id = a.session_id where a.registration_id = r.id) as entries,
      (select coalesce(json_agg(json_build_object('signed_at', g.signed_at, 'strokes', g.strokes) order by g.signed_at), '[]')
        from attendance_signature g where g.registration_id = r.id) as signatures,
      (select json_build_object('code', c.code, 'holder', c.holder, 'minutes', c.minutes, 'parts', c.parts,
          'issued_at', c.issued_at, 'withdrawn_at', c.withdrawn_at)
        from attendance_certificate c where c.registration_id = r.id) as certificate
    from registration r join event e on e.id = r.event_id
    where (r.person_id = ${id} or r.email = ${email}) and exists (
      select from scan s where s.registration_id = r.id
      union all select from attendance_signature g where g.registration_id = r.id
      union all select from attendance_certificate c where c.registration_id = r.id)
    order by r.id`.execute(db);
  const links = await db
    .selectFrom('checkin_link as l')
    .innerJoin('event as e', 'e.id', 'l.event_id')
    .select(['e.title as event', 'l.day', 'l.label', 'l.created_at', 'l.revoked_at'])
    .where('l.created_by', '=', id)
    .orderBy('l.id')
    .execute();
  return { attended, checkin_links: links };
}
