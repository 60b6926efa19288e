import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { CalendarEvent } from '../../calendar/edition.ts';
import { hidesEventTexts } from '../withheld/queries.ts';

/**
 * What the public agenda shows: published, for everyone, with a date. Cancelled ones are there, to be struck out.
 * Whoever asks: a calendar reads it without signing in.
 * @param filter.territory - slug; without it, all.
 * @param filter.since - those that end after.
 */
export async function listPublicCalendar(
  db: Executor,
  { territory = null, since }: { territory?: string | null; since: Date }
): Promise<CalendarEvent[]> {
  const { rows } = await sql<CalendarEvent>`
    select e.id, e.slug, e.title, e.status, e.starts_at as "startsAt", e.ends_at as "endsAt",
      e.time_zone as "timeZone", e.contact_name as "contactName", e.contact_phone as "contactPhone",
      e.calendar_sequence as "calendarSequence",
      case when ${hidesEventTexts(sql.ref('e.id'))} then '' else e.summary end as summary,
      case when ${hidesEventTexts(sql.ref('e.id'))} then '' else e.cancel_reason end as "cancelReason", e.updated_at as "updatedAt",
      json_build_object('name', e.venue_name, 'address', e.venue_address, 'postalCode', e.venue_postal_code,
        'commune', case when c.code is not null then json_build_object('code', c.code, 'name', c.name) end,
        'onlineUrl', '') as venue
    from event e
    join territory t on t.id = e.territory_id
    left join commune c on c.code = e.venue_commune_code
    where e.status <> 'draft' and e.visibility = 'public' and e.ends_at > ${since}
      and (${territory}::text is null or t.slug = ${territory})
    order by e.starts_at, e.id`.execute(db);
  return rows;
}
