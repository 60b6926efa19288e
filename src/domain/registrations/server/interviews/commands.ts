import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { queueMail } from '#server/mail/queue.ts';
import { NotFound } from '#shared/errors.ts';
import type { InterviewSlotId } from '#shared/ids.ts';
import {
  bookingShutFor,
  isWithin,
  refuseSlot,
  type BookingShut,
  type InterviewRules,
  type SlotRefusal
} from '../../interviews.ts';
import { findRegistrationByToken } from '../links/queries.ts';
import { writeTraces } from '../places/ledger/commands.ts';
import { deskTransaction } from '../places/settling/commands.ts';
import { getInterviewHolder, type InterviewHolder } from './holder/queries.ts';
import { bookedMail, expectedMail } from './mails.ts';
import { listMeetings } from './meeting/queries.ts';
import { findSlot, getInterviewRules } from './queries.ts';
import { freeMeeting, moveCalendarsOf } from './release/commands.ts';

const HOLDER = 'Par le lien « ma place »';

/** What somebody does with her link, under the lock of the edition. */
export interface InterviewTurn {
  readonly tx: Tx;
  readonly event: Event;
  readonly rules: InterviewRules;
  readonly holder: InterviewHolder;
  readonly now: Date;
}

/**
 * Something a holder does about interviews: her link says whose registration it is; the one lock of the edition, that
 * of its places, is taken before anything that decides is read.
 * @throws NotFound when the link serves no more.
 */
export async function atInterviewDesk<T>(
  db: Executor,
  token: string,
  now: Date,
  act: (turn: InterviewTurn) => Promise<T>
): Promise<T> {
  const found = await findRegistrationByToken(db, token);
  if (!found) throw new NotFound(NO_LINK);
  return deskTransaction(db, found.event, async (tx) => {
    await sql`select lock_desk(${found.event})`.execute(tx);
    const event = await findEventById(tx, found.event);
    if (!event) throw new NotFound(NO_LINK);
    const rules = await getInterviewRules(tx, event.id);
    const holder = await getInterviewHolder(tx, found.id, rules);
    return act({ tx, event, rules, holder, now });
  });
}

const NO_LINK = 'Ce lien ne sert pas, ou ne sert plus.';

export type BookOutcome =
  /** repeated: it was hers already. */
  | { readonly ok: true; readonly repeated: boolean }
  | { readonly ok: false; readonly reason: BookingShut }
  | ({ readonly ok: false } & SlotRefusal);

/**
 * Books a quarter of an hour, until it begins: one person a slot, one slot a host, as many as the organiser allows,
 * never two things at once. Both are told.
 * @throws NotFound when the link serves no more.
 */
export function bookInterview(
  db: Executor,
  token: string,
  slot: InterviewSlotId,
  { now }: { now: Date }
): Promise<BookOutcome> {
  return atInterviewDesk(db, token, now, async (turn): Promise<BookOutcome> => {
    const { tx, event, rules, holder } = turn;
    const shut = bookingShutFor(turn);
    if (shut) return { ok: false, reason: shut };
    const found = await findSlot(tx, event.id, slot);
    if (found?.takenBy === holder.id) return { ok: true, repeated: true };
    const given = found && isWithin(found, event) ? found : null;
    const refusal = refuseSlot(given, { ...holder, most: rules.most }, now);
    if (refusal) return { ok: false, ...refusal };
    await tx
      .updateTable('interview_slot')
      .set({ registration_id: holder.id, booked_at: now })
      .where('id', '=', slot)
      .execute();
    await trace(turn, 'interview', slot);
    await tellBooked(tx, slot);
    return { ok: true, repeated: false };
  });
}

async function tellBooked(tx: Tx, slot: InterviewSlotId): Promise<void> {
  for (const meeting of await listMeetings(tx, { slot })) {
    await moveCalendarsOf(tx, meeting);
    if (meeting.traineeMailbox !== null) await queueMail(tx, bookedMail(meeting));
    await queueMail(tx, expectedMail(meeting));
  }
}

function trace({ tx, event, holder, now }: InterviewTurn, action: string, slot: InterviewSlotId) {
  const traced = { registration: holder.id, action, detail: { slot } };
  return writeTraces(tx, event.id, HOLDER, [traced], now);
}

export type GiveUpOutcome =
  | { readonly ok: true }
  /** not-yours: given up already, or taken back. begun: it has taken place. */
  | { readonly ok: false; readonly reason: 'not-yours' | 'begun' };

/**
 * Gives up an interview, until it begins, be interviews closed or not: the moment is free again, its host is told.
 * @throws NotFound when the link serves no more.
 */
export function cancelInterview(
  db: Executor,
  token: string,
  slot: InterviewSlotId,
  { now }: { now: Date }
): Promise<GiveUpOutcome> {
  return atInterviewDesk(db, token, now, async (turn): Promise<GiveUpOutcome> => {
    const [meeting] = await listMeetings(turn.tx, { slot });
    if (meeting?.traineeRegistration !== turn.holder.id) return { ok: false, reason: 'not-yours' };
    if (meeting.startsAt <= now) return { ok: false, reason: 'begun' };
    await freeMeeting(turn.tx, meeting, now);
    await trace(turn, 'interview-cancel', slot);
    return { ok: true };
  });
}
