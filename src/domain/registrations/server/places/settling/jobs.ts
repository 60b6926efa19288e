import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import { settlePlaces } from './commands.ts';

/**
 * Each minute: the editions to come where an offer has passed its time, or where somebody may wait for a place that
 * is free. Each in a transaction of its own, so that one that fails holds back no other.
 * @returns how many were brought up to date.
 */
export async function settleEveryEdition(db: Database, now: Date): Promise<number> {
  const { rows } = await sql<{ id: EventId }>`
    select distinct event_id as id from registration
    where status = 'offered' and offer_expires_at <= ${now}
    union
    select p.event_id from session_choice c join place_pool p on p.session_id = c.session_id
    where c.status = 'offered' and c.offer_expires_at <= ${now}
    union
    select p.event_id from place_pool p join event e on e.id = p.event_id
    where e.status = 'published' and (e.starts_at is null or e.starts_at > ${now})
      and (p.capacity is null or p.taken < p.capacity)
      and (exists (select from registration r where r.event_id = p.event_id and r.status = 'waitlisted')
        or exists (select from session_choice c where c.session_id = p.session_id and c.status = 'waitlisted'))
    order by id`.execute(db);
  for (const { id } of rows) await settlePlaces(db, id, now);
  return rows.length;
}
