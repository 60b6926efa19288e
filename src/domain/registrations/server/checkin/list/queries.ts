import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { civilTime, formatDay, formatHour } from '#shared/dates.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { boundsOf } from '../../../checkin/days.ts';
import type { CheckinList, DoorEntrance, Expected, Seen } from '../../../checkin/model.ts';
import type { CheckinLink } from '../links/queries.ts';
import { codeHashes } from '../queries.ts';
import { STANDING } from '../../signatures/queries.ts';

/**
 * What a telephone needs to welcome without network, and nothing more: no address, no telephone, no need.
 * @param link - whose right to read it is already decided.
 */
export async function getCheckinList(
  executor: Executor,
  link: CheckinLink,
  now: Date
): Promise<CheckinList> {
  const { people, version } = await readPeople(executor, link.event);
  const { from, until } = boundsOf(link);
  return {
    title: await readTitle(executor, link.event),
    label: link.label,
    dayLabel: formatDay(link.day),
    from: from.getTime(),
    until: until.getTime(),
    entrances: await listDoorEntrances(executor, link),
    people: people.map(({ linkVersion, ...person }) => ({
      ...person,
      codes: codeHashes(person.id as RegistrationId, linkVersion)
    })),
    seen: await listSeen(executor, link.event, 0),
    version,
    cursor: now.getTime(),
    now: now.getTime()
  };
}

type Row = Omit<Expected, 'codes'> & { linkVersion: number };

/** Those who have a place or wait for one, with the mark of what they are: it moves as soon as one of them changes. */
const PEOPLE = (event: EventId) => sql`
    select r.id, r.first_name as first, r.last_name as last, coalesce(s.name, r.structure_label) as structure,
      r.profession_label as profession, coalesce(c.label, '') as category, r.link_version as "linkVersion",
      coalesce(days.list, '[]') as "halfDays", coalesce(seats.list, '[]') as sessions,
      r.status <> 'confirmed' as waiting
    from registration r
    left join structure s on s.id = r.structure_id
    left join registration_category c on c.id = r.category_id
    left join (
      select h.registration_id, json_agg(h.half_day_id order by h.half_day_id) as list
      from registration_half_day h join registration o on o.id = h.registration_id
      where o.event_id = ${event} group by h.registration_id
    ) days on days.registration_id = r.id
    left join (
      select w.registration_id, json_agg(w.session_id order by w.session_id) as list
      from session_choice w join registration o on o.id = w.registration_id
      where o.event_id = ${event} and w.status = 'confirmed' group by w.registration_id
    ) seats on seats.registration_id = r.id
    where r.event_id = ${event} and r.status in ('confirmed', 'waitlisted', 'offered') and r.anonymised_at is null
    order by r.id`;

async function readPeople(
  executor: Executor,
  event: EventId
): Promise<{ people: Row[]; version: string }> {
  const { rows } = await sql<{ people: Row[]; version: string }>`
    with list as (select coalesce(json_agg(p), '[]')::text as people from (${PEOPLE(event)}) p)
    select people::json as people, md5(people) as version from list`.execute(executor);
  return rows[0]!;
}

/** The mark of the list as it is now. */
export async function listVersion(executor: Executor, event: EventId): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select md5(coalesce(json_agg(p), '[]')::text) as version from (${PEOPLE(event)}) p`.execute(
    executor
  );
  return rows[0]!.version;
}

async function readTitle(executor: Executor, event: EventId): Promise<string> {
  const row = await executor
    .selectFrom('event')
    .select('title')
    .where('id', '=', event)
    .executeTakeFirstOrThrow();
  return row.title;
}

interface Moment {
  kind: 'h' | 's';
  id: number;
  label: string;
  startsAt: Date;
  endsAt: Date;
}

/** What is entered on the day of a link: its half-days, else the edition as a whole; then the sessions one chooses. */
export async function listDoorEntrances(
  executor: Executor,
  { event, day, zone }: Pick<CheckinLink, 'event' | 'day' | 'zone'>
): Promise<DoorEntrance[]> {
  const { from, until } = boundsOf({ day, zone });
  const { rows } = await sql<Moment>`
    select 'h' as kind, id, label, starts_at as "startsAt", ends_at as "endsAt" from event_half_day
    where event_id = ${event} and starts_at >= ${from} and starts_at < ${until}
    union all
    select 's', id, title, starts_at, ends_at from programme_session
    where event_id = ${event} and chosen and starts_at >= ${from} and starts_at < ${until}
    order by kind, "startsAt", id`.execute(executor);
  const whole: DoorEntrance = {
    key: 'all',
    label: 'Toute la rencontre',
    hours: '',
    startsAt: from.getTime(),
    endsAt: until.getTime()
  };
  const known = rows.map((row) => asEntrance(row, zone));
  return rows.some(({ kind }) => kind === 'h') ? known : [whole, ...known];
}

function asEntrance({ kind, id, label, startsAt, endsAt }: Moment, zone: string): DoorEntrance {
  const [from, until] = [startsAt, endsAt].map((one) => formatHour(civilTime(one, zone)));
  const hours = `${from}\u00a0–\u00a0${until}`;
  return {
    key: `${kind}${id}`,
    label: label || hours,
    hours,
    startsAt: startsAt.getTime(),
    endsAt: endsAt.getTime()
  };
}

/** Received in a transaction that had not ended yet when somebody read: read again, in milliseconds. */
const OVERLAP = 120_000;

/**
 * Where those stand about whom something was received since a moment, always from all the gestures about them.
 * @param since - in milliseconds; 0 for everybody.
 */
export async function listSeen(executor: Executor, event: EventId, since: number): Promise<Seen[]> {
  const after = new Date(Math.max(0, since - OVERLAP));
  const { rows } = await sql<Omit<Seen, 'at'> & { at: Date }>`
    select s.registration_id as registration,
      case when s.half_day_id is not null then 'h' || s.half_day_id
        when s.session_id is not null then 's' || s.session_id else 'all' end as entrance,
      (array_agg(s.kind order by s.scanned_at desc, s.received_at desc, s.nonce desc))[1] = 'in' as "isIn",
      coalesce(min(s.scanned_at) filter (where s.kind = 'in'), min(s.scanned_at)) as at,
      exists (select from attendance_signature a where a.registration_id = s.registration_id
        and a.half_day_id is not distinct from s.half_day_id
        and a.session_id is not distinct from s.session_id and ${STANDING}) as signed
    from scan s
    where s.event_id = ${event} and s.registration_id is not null and s.outcome in ('ok', 'already')
    group by s.registration_id, s.half_day_id, s.session_id
    having max(s.received_at) > ${after}
    order by 1, 2`.execute(executor);
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
