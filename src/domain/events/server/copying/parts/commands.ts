/** The parts of an edition copied into another. Identifiers are given beforehand, so that links between parts follow. */
import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import { shiftInstant } from '../../../edition.ts';
import type { Event } from '../../../model.ts';

interface Copying {
  readonly from: Event;
  readonly to: EventId;
  /** By how many days the programme moves. */
  readonly days: number;
  readonly speakers: boolean;
  readonly roles: boolean;
}

type Numbered = 'event_room' | 'programme_session' | 'event_speaker' | 'event_partner';
/** Old identifiers and new ones, at the same places. */
interface Renumbering {
  readonly old: readonly number[];
  readonly fresh: readonly number[];
}

/** Copies all that hangs from an edition, but its half-days. The edition copied to is empty. */
export async function copyParts(tx: Tx, copying: Copying): Promise<void> {
  const rooms = await renumber(tx, 'event_room', copying.from.id);
  const sessions = await renumber(tx, 'programme_session', copying.from.id);
  const partners = await renumber(tx, 'event_partner', copying.from.id);
  await copyRooms(tx, copying, rooms);
  await copySessions(tx, copying, sessions, rooms);
  if (copying.speakers) await copySpeakers(tx, copying, sessions);
  await copyPartners(tx, copying, partners);
  await copyBudget(tx, copying);
  await copyRelays(tx, copying);
  await copyTasks(tx, copying);
  if (copying.roles) await copyTeam(tx, copying, sessions, partners);
}

async function renumber(tx: Tx, table: Numbered, event: EventId): Promise<Renumbering> {
  const { rows } = await sql<{ old: number; fresh: number }>`
    select id as old, nextval(pg_get_serial_sequence(${table}, 'id')) as fresh
    from ${sql.table(table)} where event_id = ${event} and ${isThere(table)} order by id`.execute(
    tx
  );
  return { old: rows.map(({ old }) => old), fresh: rows.map(({ fresh }) => fresh) };
}

/** A partner that was taken off stays with the edition it was taken off from. */
const isThere = (table: Numbered) =>
  table === 'event_partner' ? sql`removed_at is null` : sql`true`;

const pairs = ({ old, fresh }: Renumbering) => sql`unnest(${old}::bigint[], ${fresh}::bigint[])`;

async function copyRooms(tx: Tx, { to }: Copying, rooms: Renumbering): Promise<void> {
  await sql`
    insert into event_room (id, event_id, name, capacity, note, position) overriding system value
    select n.fresh, ${to}, r.name, r.capacity, r.note, r.position
    from event_room r join ${pairs(rooms)} as n(old, fresh) on n.old = r.id`.execute(tx);
}

async function copySessions(
  tx: Tx,
  { from, to, days }: Copying,
  sessions: Renumbering,
  rooms: Renumbering
): Promise<void> {
  const rows = await tx
    .selectFrom('programme_session')
    .select(['id', 'starts_at', 'ends_at'])
    .where('event_id', '=', from.id)
    .orderBy('id')
    .execute();
  const moved = (instant: Date) => shiftInstant(instant, days, from.timeZone);
  await sql`
    insert into programme_session (id, event_id, kind, title, description, starts_at, ends_at, room_id, chosen,
      capacity, materials) overriding system value
    select n.fresh, ${to}, s.kind, s.title, s.description, n.starts_at, n.ends_at, room.fresh, s.chosen,
      s.capacity, s.materials
    from programme_session s
    join unnest(${sessions.old}::bigint[], ${sessions.fresh}::bigint[],
        ${rows.map((row) => moved(row.starts_at))}::timestamptz[],
        ${rows.map((row) => moved(row.ends_at))}::timestamptz[])
      as n(old, fresh, starts_at, ends_at) on n.old = s.id
    left join ${pairs(rooms)} as room(old, fresh) on room.old = s.room_id`.execute(tx);
  await sql`
    insert into programme_session_theme (session_id, theme_code)
    select n.fresh, t.theme_code from programme_session_theme t
    join ${pairs(sessions)} as n(old, fresh) on n.old = t.session_id`.execute(tx);
}

async function copySpeakers(tx: Tx, { from, to }: Copying, sessions: Renumbering): Promise<void> {
  const speakers = await renumber(tx, 'event_speaker', from.id);
  await sql`
    insert into event_speaker (id, event_id, name, title, structure_id, structure_label, position)
      overriding system value
    select n.fresh, ${to}, s.name, s.title, s.structure_id, s.structure_label, s.position
    from event_speaker s join ${pairs(speakers)} as n(old, fresh) on n.old = s.id`.execute(tx);
  await sql`
    insert into session_speaker (session_id, speaker_id, role, position)
    select s.fresh, p.fresh, l.role, l.position from session_speaker l
    join ${pairs(sessions)} as s(old, fresh) on s.old = l.session_id
    join ${pairs(speakers)} as p(old, fresh) on p.old = l.speaker_id`.execute(tx);
}

/** What they planned; what they gave is of that year. */
async function copyPartners(tx: Tx, { to }: Copying, partners: Renumbering): Promise<void> {
  await sql`
    insert into event_partner (id, event_id, structure_id, name, role, means, website, planned_cents, industry,
      pays_for, paid_to, shown, amount_shown, logo, logo_type, position) overriding system value
    select n.fresh, ${to}, p.structure_id, p.name, p.role, p.means, p.website, p.planned_cents, p.industry,
      p.pays_for, p.paid_to, p.shown, p.amount_shown, p.logo, p.logo_type, p.position
    from event_partner p join ${pairs(partners)} as n(old, fresh) on n.old = p.id`.execute(tx);
}

async function copyBudget(tx: Tx, { from, to }: Copying): Promise<void> {
  await sql`
    insert into event_budget_line (event_id, kind, label, planned_cents, note, position)
    select ${to}, kind, label, planned_cents, note, position
    from event_budget_line where event_id = ${from.id} order by id`.execute(tx);
}

async function copyRelays(tx: Tx, { from, to }: Copying): Promise<void> {
  await sql`
    insert into event_relay (event_id, structure_id, name, code, message, position)
    select ${to}, structure_id, name, code, message, position
    from event_relay where event_id = ${from.id} order by id`.execute(tx);
}

/** All to be done again; by the same people when roles come along. */
async function copyTasks(tx: Tx, { from, to, roles }: Copying): Promise<void> {
  await sql`
    insert into event_task (event_id, title, detail, days_before, assignee_id, position)
    select ${to}, title, detail, days_before, case when ${roles} then assignee_id end, position
    from event_task where event_id = ${from.id} order by id`.execute(tx);
}

async function copyTeam(
  tx: Tx,
  { from, to }: Copying,
  sessions: Renumbering,
  partners: Renumbering
): Promise<void> {
  await sql`
    insert into event_team_member (event_id, person_id, role, session_id, partner_id)
    select ${to}, m.person_id, m.role, s.fresh, p.fresh
    from event_team_member m
    left join ${pairs(sessions)} as s(old, fresh) on s.old = m.session_id
    left join ${pairs(partners)} as p(old, fresh) on p.old = m.partner_id
    where m.event_id = ${from.id}
      and (m.role <> 'partner' or s.fresh is not null or p.fresh is not null)
    order by m.id`.execute(tx);
}
