import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import type { Attendee } from '../../attendees.ts';

/** Who was registered, came or gave up, with what each agreed to: for `tellAttendance`, never for a page as it is. */
export async function listAttendees(db: Executor, event: EventId): Promise<Attendee[]> {
  const { rows } = await sql<Attendee>`
    select case when r.anonymised_at is null then trim(r.first_name || ' ' || r.last_name) else '' end as name,
      r.list_consent as agreed, r.profession_code as "professionCode", r.profession_label as "professionLabel",
      s.name as structure, r.structure_label as "structureLabel", r.status as standing,
      exists (select from attendance a where a.event_id = r.event_id and a.registration_id = r.id) as present
    from registration r left join structure s on s.id = r.structure_id
    where r.event_id = ${event} and r.status in ('confirmed', 'cancelled')
    order by lower(r.last_name), lower(r.first_name), r.id`.execute(db);
  return rows;
}
