import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { addDays, instantOf } from '#shared/dates.ts';
import { compareNames } from '#shared/text.ts';
import {
  dayShown,
  gatherLines,
  isToWatch,
  type AwaitedPerson,
  type LiveChange,
  type LiveDevice,
  type LiveLine,
  type LiveRoom,
  type LiveSession
} from '../../live.ts';
import { professionLabel } from '../../profession.ts';
import { getWelcomedEvent } from '../attendance/queries.ts';

/** What is late: the last hours, not the weeks of registration. */
const LATE_HOURS = 12;
const MOST_CHANGES = 30;

/**
 * The day of an edition as it goes, for whoever welcomes: one statement besides the edition.
 * @throws NotFound, Forbidden
 */
export async function readLiveRoom(
  db: Executor,
  actor: Actor,
  slug: string,
  now: Date
): Promise<{ event: Event; live: LiveRoom | null }> {
  const event = await getWelcomedEvent(db, actor, slug);
  const day = dayShown(event, now);
  if (day === null) return { event, live: null };
  const { rows } = await liveOf(event, day, now).execute(db);
  return { event, live: toLiveRoom(rows[0]!, day, now) };
}

interface Row {
  here: number;
  awaited: number;
  halfDays: LiveRoom['halfDays'];
  professions: (LiveLine & { code: string })[];
  structures: LiveLine[];
  missing: (AwaitedPerson & { code: string })[];
  sessions: (Omit<LiveSession, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string })[];
  changes: (Omit<LiveChange, 'at'> & { at: string })[];
  devices: (Omit<LiveDevice, 'lastSeenAt'> & { lastSeenAt: string })[];
}

function toLiveRoom(row: Row, day: string, now: Date): LiveRoom {
  const named = row.professions.map((one) => ({
    ...one,
    label: professionLabel(one.code, one.label)
  }));
  return {
    ...{ day, here: row.here, awaited: row.awaited, halfDays: row.halfDays },
    professions: gatherLines(named),
    structures: gatherLines(row.structures),
    missing: row.missing
      .map(({ code, ...one }) => ({ ...one, profession: professionLabel(code, one.profession) }))
      .sort((a, b) => compareNames(a.name, b.name)),
    sessions: row.sessions.map((one) => ({
      ...one,
      startsAt: new Date(one.startsAt),
      endsAt: new Date(one.endsAt)
    })),
    changes: row.changes.map((one) => ({ ...one, at: new Date(one.at) })),
    devices: row.devices
      .map((one) => ({ ...one, lastSeenAt: new Date(one.lastSeenAt) }))
      .filter((one) => isToWatch(one, now))
  };
}

function liveOf({ id, timeZone }: Event, day: string, now: Date) {
  const from = instantOf(`${day}T00:00`, timeZone);
  const to = instantOf(`${addDays(day, 1)}T00:00`, timeZone);
  const late = new Date(now.getTime() - LATE_HOURS * 3_600_000);
  return sql<Row>`
    ${ofDay(id, from, to)}
    select
      (select count(*)::int from person where here) as here,
      (select count(*)::int from person) as awaited,
      ${halves} as "halfDays",
      (select coalesce(json_agg(x), '[]') from (
        select code, label, count(*) filter (where here) as here, count(*) as awaited
        from person group by 1, 2) x) as professions,
      (select coalesce(json_agg(x), '[]') from (
        select house as label, count(*) filter (where here) as here, count(*) as awaited
        from person group by 1) x) as structures,
      (select coalesce(json_agg(json_build_object('id', id, 'name', trim(concat_ws(' ', last_name, first_name)),
          'code', code, 'profession', label, 'house', house)), '[]') from person where not here) as missing,
      ${sessions} as sessions,
      ${changesSince(id, late, now)} as changes,
      (select coalesce(json_agg(json_build_object('name', d.name, 'link', l.label, 'pending', d.pending,
          'lastSeenAt', d.last_seen_at) order by d.pending desc, d.last_seen_at), '[]')
        from checkin_device d join checkin_link l on l.id = d.link_id
        where l.event_id = ${id} and l.day = ${day}::date and l.revoked_at is null) as devices`;
}

/** What takes place between two instants, who came in then, and who comes or is awaited. */
function ofDay(id: Event['id'], from: Date, to: Date) {
  return sql`
    with half as materialized (
      select id, label, starts_at from event_half_day
      where event_id = ${id} and starts_at >= ${from} and starts_at < ${to}
    ), session as materialized (
      select s.*, o.name as room, o.capacity as seats from programme_session s
      left join event_room o on o.id = s.room_id
      where s.event_id = ${id} and s.starts_at >= ${from} and s.starts_at < ${to}
    ), entry as materialized (
      select a.registration_id, a.half_day_id, a.session_id from attendance a
      left join event_half_day h on h.id = a.half_day_id
      left join programme_session s on s.id = a.session_id
      where a.event_id = ${id}
        and coalesce(h.starts_at, s.starts_at, a.arrived_at) >= ${from}
        and coalesce(h.starts_at, s.starts_at, a.arrived_at) < ${to}
    ), person as materialized (
      select r.id, r.first_name, r.last_name, r.profession_code as code, r.profession_label as label,
        coalesce(t.name, r.structure_label) as house,
        r.id in (select registration_id from entry) as here
      from registration r left join structure t on t.id = r.structure_id
      where r.event_id = ${id} and (r.id in (select registration_id from entry)
        or (r.status = 'confirmed' and (
          not exists (select from registration_half_day where registration_id = r.id)
          or exists (select from registration_half_day d join half on half.id = d.half_day_id
            where d.registration_id = r.id))))
    )`;
}

/** Who said nothing of half-days is awaited at each. */
const halves = sql`(select coalesce(json_agg(x order by starts_at), '[]') from (
  select h.id, h.label, h.starts_at,
    (select count(distinct registration_id)::int from entry where half_day_id = h.id) as here,
    (select count(*)::int from person p where
      exists (select from registration_half_day d where d.registration_id = p.id and d.half_day_id = h.id)
      or not exists (select from registration_half_day d where d.registration_id = p.id)) as awaited
  from half h) x)`;

const sessions = sql`(select coalesce(json_agg(x order by "startsAt", title), '[]') from (
  select s.id, s.title, s.starts_at as "startsAt", s.ends_at as "endsAt", coalesce(s.room, '') as "roomName",
    s.seats as "roomCapacity", s.capacity,
    case when s.chosen then (select count(*)::int from session_choice c
      where c.session_id = s.id and c.status = 'confirmed') end as chosen,
    (select count(*)::int from session_choice c where c.session_id = s.id and c.status = 'waitlisted') as waiting,
    (select nullif(count(distinct registration_id), 0)::int from entry where session_id = s.id) as here
  from session s where s.kind <> 'stand') x)`;

function changesSince(id: Event['id'], late: Date, now: Date) {
  return sql`(select coalesce(json_agg(x order by at desc, id desc), '[]') from (
    select t.id, t.at, t.action, t.detail, coalesce(s.title, '') as session,
      trim(concat_ws(' ', r.first_name, r.last_name)) as name
    from registration_trace t
    left join registration r on r.id = t.registration_id
    left join programme_session s on s.event_id = ${id} and s.id::text = t.detail->>'session'
    where t.event_id = ${id} and t.at > ${late} and t.at <= ${now}
    order by t.at desc, t.id desc limit ${MOST_CHANGES}) x)`;
}

/** The structures of those who have a place, by name: whom to ask to the table of a workshop. */
export async function listRegisteredStructures(
  db: Executor,
  event: Event['id']
): Promise<{ slug: string; name: string }[]> {
  return db
    .selectFrom('structure')
    .select(['slug', 'name'])
    .where('status', '=', 'active')
    .where('merged_into', 'is', null)
    .where('id', 'in', (query) =>
      query
        .selectFrom('registration')
        .select((of) => of.ref('structure_id').$notNull().as('id'))
        .where('event_id', '=', event)
        .where('status', '=', 'confirmed')
        .where('structure_id', 'is not', null)
    )
    .orderBy('name')
    .execute();
}
