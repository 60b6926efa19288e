import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import type { Poll, Slot } from '../../poll.ts';

/** The poll of an edition, whoever asks; null when none was begun. */
export function findPoll(executor: Executor, event: EventId): Promise<Poll | null> {
  return readPoll(executor, sql<boolean>`p.event_id = ${event}`);
}

/** The same by its own number. */
export function findPollById(executor: Executor, poll: number): Promise<Poll | null> {
  return readPoll(executor, sql<boolean>`p.id = ${poll}`);
}

type Row = Omit<Poll, 'slots'> & {
  slots: (Omit<Slot, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string })[];
};

async function readPoll(
  executor: Executor,
  which: ReturnType<typeof sql<boolean>>
): Promise<Poll | null> {
  const { rows } = await sql<Row>`
    select p.id, p.message, p.status, p.tally_shown as "tallyShown", p.closes_at as "closesAt",
      p.opened_at as "openedAt", p.closed_at as "closedAt",
      (select coalesce(json_agg(json_build_object('id', s.id, 'startsAt', s.starts_at, 'endsAt', s.ends_at,
          'chosen', s.chosen) order by s.starts_at, s.ends_at), '[]')
        from date_poll_slot s where s.poll_id = p.id) as slots
    from date_poll p where ${which}`.execute(executor);
  const row = rows[0];
  if (!row) return null;
  const slots = row.slots.map((slot) => ({
    ...slot,
    startsAt: new Date(slot.startsAt),
    endsAt: new Date(slot.endsAt)
  }));
  return { ...row, slots };
}

/**
 * The département whose days off count: that of the venue, else the one where most people of the territory live.
 * @returns null when neither is known.
 */
export async function findDepartement(
  executor: Executor,
  event: EventId
): Promise<{ code: string; name: string; from: 'venue' | 'territory' } | null> {
  const { rows } = await sql<{ code: string; name: string; from: 'venue' | 'territory' }>`
    select d.code, d.name, found.from
    from event e
    left join commune venue on venue.code = e.venue_commune_code
    left join lateral (
      select c.departement_code as code from territory t
      join perimeter_commune pc on pc.perimeter_id = t.perimeter_id
      join commune c on c.code = pc.commune_code
      where t.id = e.territory_id and venue.code is null
      group by c.departement_code order by sum(c.population) desc, 1 limit 1) main on true
    cross join lateral (select coalesce(venue.departement_code, main.code) as code,
      case when venue.code is null then 'territory' else 'venue' end as from) found
    join departement d on d.code = found.code
    where e.id = ${event}`.execute(executor);
  return rows[0] ?? null;
}
