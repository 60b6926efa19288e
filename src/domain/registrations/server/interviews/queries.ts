import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import { findEventById, getManagedEvent } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, InterviewHostId, InterviewSlotId, RegistrationId } from '#shared/ids.ts';
import { compareNames } from '#shared/text.ts';
import {
  bookingShutFor,
  findClash,
  hostingShutFor,
  isWithin,
  NO_INTERVIEWS,
  type Booking,
  type BookingShut,
  type HostCard,
  type HostingShut,
  type InterviewHost,
  type InterviewRules,
  type InterviewSlot,
  type OwnBooking,
  type Situation
} from '../../interviews.ts';
import type { HeldInterview } from '../../calendar.ts';
import { findRegistrationByToken } from '../links/queries.ts';
import { getInterviewHolder, type InterviewHolder } from './holder/queries.ts';

/** How an edition takes interviews. */
export async function getInterviewRules(
  executor: Executor,
  event: EventId
): Promise<InterviewRules> {
  const { rows } = await sql<InterviewRules>`
    select open, hosts, category_id as category, most from interview_desk where event_id = ${event}`.execute(
    executor
  );
  return rows[0] ?? NO_INTERVIEWS;
}

/** Whether « ma place » leads to interviews: they are open, or somebody gives some. */
export async function hasInterviews(executor: Executor, event: EventId): Promise<boolean> {
  const { rows } = await sql<{ shown: boolean }>`
    select coalesce((select open from interview_desk where event_id = ${event}), false)
      or exists (select from interview_host where event_id = ${event}) as shown`.execute(executor);
  return rows[0]!.shown;
}

type Row = Omit<InterviewHost, 'slots'> & {
  slots: (Omit<InterviewSlot, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string })[];
};

/** Who gives moments in an edition, with who comes: for the organiser, and to be narrowed for the others. */
export async function listInterviewHosts(
  executor: Executor,
  event: EventId
): Promise<InterviewHost[]> {
  const { rows } = await sql<Row>`
    select h.id, h.registration_id as registration, h.name, h.place, h.description,
      coalesce(nullif(h.profession_label, ''), r.profession_label, '') as profession,
      coalesce(hs.name, nullif(h.structure_label, ''), rs.name, r.structure_label, '') as structure,
      (select coalesce(json_agg(json_build_object('id', s.id, 'startsAt', s.starts_at, 'endsAt', s.ends_at,
          'takenBy', case when t.id is not null then json_build_object('id', t.id,
            'name', trim(t.first_name || ' ' || t.last_name), 'profession', t.profession_label,
            'structure', coalesce(ts.name, t.structure_label)) end) order by s.starts_at), '[]')
        from interview_slot s left join registration t on t.id = s.registration_id
        left join structure ts on ts.id = t.structure_id where s.host_id = h.id) as slots
    from interview_host h
    left join structure hs on hs.id = h.structure_id
    left join registration r on r.id = h.registration_id
    left join structure rs on rs.id = r.structure_id
    where h.event_id = ${event} order by h.id`.execute(executor);
  return rows
    .map((row) => ({ ...row, slots: row.slots.map(withDates) }))
    .toSorted((a, b) => compareNames(a.name, b.name));
}

function withDates<T extends { startsAt: string; endsAt: string }>(slot: T) {
  return { ...slot, startsAt: new Date(slot.startsAt), endsAt: new Date(slot.endsAt) };
}

export interface Interviews {
  readonly event: Event;
  readonly rules: InterviewRules;
  readonly holder: InterviewHolder;
  readonly bookingShut: BookingShut | null;
  readonly hostingShut: HostingShut | null;
  /** Of a host: her slots and who comes. */
  readonly own: InterviewHost | null;
  readonly bookings: readonly OwnBooking[];
  /** Those with something free first; none for who may not book. */
  readonly hosts: readonly HostCard[];
}

/** What the holder of a link « ma place » sees of interviews. @returns null when her link serves no more. */
export async function findInterviews(
  db: Executor,
  token: string,
  now: Date
): Promise<Interviews | null> {
  const found = await findRegistrationByToken(db, token);
  const event = found && (await findEventById(db, found.event));
  if (!found || !event) return null;
  const [rules, all] = [
    await getInterviewRules(db, event.id),
    await listInterviewHosts(db, event.id)
  ];
  const holder = await getInterviewHolder(db, found.id, rules);
  const situation: Situation = { rules, event, holder, now };
  const bookingShut = bookingShutFor(situation);
  return {
    ...{ event, rules, holder, bookingShut, hostingShut: hostingShutFor(situation) },
    own: all.find(({ registration }) => registration === found.id) ?? null,
    bookings: holder.bookings.map((booking) => ownBooking(booking, holder, all)),
    hosts: bookingShut === null ? all.map((host) => cardOf(host, { event, holder, now })) : []
  };
}

function ownBooking(
  booking: Booking,
  { choices }: InterviewHolder,
  hosts: readonly InterviewHost[]
): OwnBooking {
  const { profession, structure, place } = hosts.find(({ id }) => id === booking.host)!;
  const clash = findClash(booking, { bookings: [], choices })?.title ?? null;
  return { ...booking, profession, structure, place, clash };
}

function cardOf(
  { registration: _registration, slots, ...host }: InterviewHost,
  { event, holder, now }: { event: Event; holder: InterviewHolder; now: Date }
): HostCard {
  const free = slots
    .filter((slot) => !slot.takenBy && slot.startsAt > now && isWithin(slot, event))
    .map((slot) => {
      const clash = findClash(slot, holder)?.title ?? null;
      return { id: slot.id, startsAt: slot.startsAt, clash };
    });
  return { ...host, free, isMine: holder.bookings.some((one) => one.host === host.id) };
}

/** The interviews of a registration, those she booked and those she gives, once somebody booked them. */
export async function listInterviewMoments(
  executor: Executor,
  registration: RegistrationId
): Promise<HeldInterview[]> {
  const { rows } = await sql<HeldInterview>`
    select s.id as slot, s.starts_at as "startsAt", s.ends_at as "endsAt", h.place,
      case when s.registration_id = ${registration} then h.name
        else trim(t.first_name || ' ' || t.last_name) end as with
    from interview_slot s join interview_host h on h.id = s.host_id
    join registration t on t.id = s.registration_id
    where s.registration_id = ${registration} or h.registration_id = ${registration}
    order by s.starts_at`.execute(executor);
  return rows;
}

/** A slot as it is under the lock. */
export interface HeldSlot {
  readonly id: InterviewSlotId;
  readonly host: InterviewHostId;
  readonly takenBy: RegistrationId | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** A slot of an edition; null when it was taken back, or is of another edition. */
export async function findSlot(
  executor: Executor,
  event: EventId,
  slot: InterviewSlotId
): Promise<HeldSlot | null> {
  const { rows } = await sql<HeldSlot>`
    select s.id, s.host_id as host, s.registration_id as "takenBy", s.starts_at as "startsAt", s.ends_at as "endsAt"
    from interview_slot s join interview_host h on h.id = s.host_id
    where s.id = ${slot} and h.event_id = ${event}`.execute(executor);
  return rows[0] ?? null;
}

/** Everything of interviews, for who organises. */
export interface InterviewBoard {
  readonly event: Event;
  readonly rules: InterviewRules;
  readonly hosts: readonly InterviewHost[];
}

/** @throws NotFound, Forbidden unless she manages the edition. */
export async function getInterviewBoard(
  db: Executor,
  actor: Actor,
  slug: string
): Promise<InterviewBoard> {
  const event = await getManagedEvent(db, actor, slug);
  const [rules, hosts] = [
    await getInterviewRules(db, event.id),
    await listInterviewHosts(db, event.id)
  ];
  return { event, rules, hosts };
}
