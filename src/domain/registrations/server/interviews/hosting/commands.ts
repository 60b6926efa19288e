import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Event } from '#domain/events/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import type { InterviewHostId, InterviewSlotId, RegistrationId } from '#shared/ids.ts';
import {
  hostingShutFor,
  planSlots,
  type HostingShut,
  type InterviewHostInput,
  type InterviewRange,
  type RangeRefusal
} from '../../../interviews.ts';
import { atInterviewDesk } from '../commands.ts';
import { findSlot } from '../queries.ts';
import { withdrawHosts, withdrawSlot } from '../release/commands.ts';

interface HostingClosed {
  readonly ok: false;
  readonly reason: HostingShut;
}

/** added: how many slots; known: how many of those asked for she gave already. */
export type SlotsOutcome =
  | { readonly ok: true; readonly added: number; readonly known: number }
  | { readonly ok: false; readonly reason: RangeRefusal };

export type HostingOutcome =
  | SlotsOutcome
  | HostingClosed
  /** booked: she has booked interviews herself. */
  | { readonly ok: false; readonly reason: 'booked' }
  | SecondReadingRefusal;

/**
 * Offers moments, or changes what one says of them: the name, the profession and the structure are those of the
 * registration.
 * @param range - the hours to be cut in quarters; null changes no slot.
 * @throws NotFound when the link serves no more.
 */
export function saveHosting(
  db: Executor,
  token: string,
  { card, range }: { card: InterviewHostInput; range: InterviewRange | null },
  { reread, now }: { reread: boolean; now: Date }
): Promise<HostingOutcome> {
  return atInterviewDesk(db, token, now, async (turn): Promise<HostingOutcome> => {
    const { tx, event, holder } = turn;
    const shut = hostingShutFor(turn);
    if (shut) return { ok: false, reason: shut };
    if (!holder.isHost && holder.bookings.length > 0) return { ok: false, reason: 'booked' };
    const unread = refuseUnread({ place: card.place, description: card.description }, reread);
    if (unread) return unread;
    const plan = range && planSlots(range, await listSpans(tx, holder.hostId), event, now);
    if (plan && !plan.ok) return plan;
    const host = await writeOwnHost(tx, holder.id, card);
    if (!plan) return { ok: true, added: 0, known: 0 };
    await insertSlots(tx, host, plan.slots);
    return { ok: true, added: plan.slots.length, known: plan.known };
  });
}

/** Adds the slots of a range to those one gives already. @throws NotFound when the link serves no more. */
export function offerOwnSlots(
  db: Executor,
  token: string,
  range: InterviewRange,
  { now }: { now: Date }
): Promise<SlotsOutcome | HostingClosed | { readonly ok: false; readonly reason: 'no-host' }> {
  return atInterviewDesk(db, token, now, async (turn) => {
    const shut = hostingShutFor(turn);
    if (shut) return { ok: false, reason: shut } as const;
    const host = turn.holder.hostId;
    if (host === null) return { ok: false, reason: 'no-host' } as const;
    return addSlots(turn.tx, turn.event, host, { range, now });
  });
}

export type RemovalOutcome =
  | { readonly ok: true; readonly wasTaken: boolean }
  /** taken: somebody has booked it meanwhile, and only a free one was to go. gone: it is not there any more. */
  | { readonly ok: false; readonly reason: 'gone' | 'taken' | 'begun' };

/**
 * Takes back a moment one gives, until it begins.
 * @param evenTaken - also when somebody has booked it, who is told.
 */
export function removeOwnSlot(
  db: Executor,
  token: string,
  asked: { readonly slot: InterviewSlotId; readonly evenTaken: boolean },
  { now }: { now: Date }
): Promise<RemovalOutcome> {
  return atInterviewDesk(db, token, now, ({ tx, event, holder }) =>
    takeBack(tx, event, { ...asked, host: holder.hostId }, now)
  );
}

/** Gives nothing any more: who had booked is told. Twice is as once. */
export function stopHosting(db: Executor, token: string, { now }: { now: Date }): Promise<void> {
  return atInterviewDesk(db, token, now, ({ tx, holder }) =>
    withdrawHosts(tx, holder.hostId === null ? [] : [holder.hostId], now)
  );
}

/** The slots of a range, added to those of a host: under the lock. */
export async function addSlots(
  tx: Tx,
  event: Event,
  host: InterviewHostId,
  { range, now }: { range: InterviewRange; now: Date }
): Promise<SlotsOutcome> {
  const plan = planSlots(range, await listSpans(tx, host), event, now);
  if (!plan.ok) return plan;
  await insertSlots(tx, host, plan.slots);
  return { ok: true, added: plan.slots.length, known: plan.known };
}

/** Takes a moment back: under the lock. @param asked.host - whose it must be; null: of nobody. */
export async function takeBack(
  tx: Tx,
  event: Event,
  asked: { slot: InterviewSlotId; evenTaken: boolean; host: InterviewHostId | null },
  now: Date
): Promise<RemovalOutcome> {
  const found = await findSlot(tx, event.id, asked.slot);
  if (found?.host !== asked.host) return { ok: false, reason: 'gone' };
  if (found.takenBy !== null && found.startsAt <= now) return { ok: false, reason: 'begun' };
  if (found.takenBy !== null && !asked.evenTaken) return { ok: false, reason: 'taken' };
  await withdrawSlot(tx, found.id, now);
  return { ok: true, wasTaken: found.takenBy !== null };
}

async function listSpans(tx: Tx, host: InterviewHostId | null) {
  if (host === null) return [];
  return tx
    .selectFrom('interview_slot')
    .select(['starts_at as startsAt', 'ends_at as endsAt'])
    .where('host_id', '=', host)
    .execute();
}

async function insertSlots(
  tx: Tx,
  host: InterviewHostId,
  slots: readonly { startsAt: Date; endsAt: Date }[]
): Promise<void> {
  await tx
    .insertInto('interview_slot')
    .values(
      slots.map(({ startsAt, endsAt }) => ({ host_id: host, starts_at: startsAt, ends_at: endsAt }))
    )
    .execute();
}

/** A new host, or what she says from now on. */
async function writeOwnHost(
  tx: Tx,
  registration: RegistrationId,
  { place, description }: InterviewHostInput
): Promise<InterviewHostId> {
  const { rows } = await sql<{ id: InterviewHostId }>`
    insert into interview_host (event_id, registration_id, person_id, name, email, place, description)
    select r.event_id, r.id, r.person_id, trim(r.first_name || ' ' || r.last_name), coalesce(r.email, g.email),
      ${place}, ${description}
    from registration r left join registration_group g on g.id = r.group_id where r.id = ${registration}
    on conflict (registration_id) do update set place = excluded.place, description = excluded.description
    returning id`.execute(tx);
  return rows[0]!.id;
}
