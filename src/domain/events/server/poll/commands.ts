/** A poll as a whole: prepared, opened, prolonged, and closed by keeping a date. */
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { civilTime, formatWhen, instantOf } from '#shared/dates.ts';
import type { EventId, PollSlotId } from '#shared/ids.ts';
import type { Event } from '../../model.ts';
import { pollState, type Poll, type PollInput, type Slot } from '../../poll.ts';
import { setDates } from '../dates/commands.ts';
import { findEventById } from '../queries.ts';
import { lockManaged, traceEvent } from '../rows/commands.ts';
import { holdPoll } from './rows/commands.ts';
import { sendDate, sendInvitations } from './sending/commands.ts';

export type PollOpened =
  | { ok: true; sent: number }
  | { ok: false; reason: 'no-slots' | 'no-guests' | 'past-closing' | 'late-closing' | 'closed' }
  | SecondReadingRefusal;

/**
 * Opens a poll, and writes to its guests. On a poll that is open, changes its message and its closing: pushing that
 * back takes answers again; who was asked is not asked twice.
 * @returns past-closing: the last day to answer is gone; late-closing: it comes after a proposed date.
 * @throws NotFound, Forbidden
 */
export function openPoll(
  db: Database,
  actor: Actor,
  id: EventId,
  { input, reread = false }: { input: PollInput; reread?: boolean },
  now: Date
): Promise<PollOpened> {
  return inTransaction(db, async (tx) => {
    const { event, poll } = await holdPoll(tx, actor, id);
    if (poll.status === 'closed') return { ok: false, reason: 'closed' };
    if (poll.slots.length === 0) return { ok: false, reason: 'no-slots' };
    const closesAt = instantOf(`${input.closesOn}T23:59`, event.timeZone);
    if (closesAt <= now) return { ok: false, reason: 'past-closing' };
    const last = poll.slots.at(-1)!;
    if (input.closesOn > civilTime(last.startsAt, event.timeZone).slice(0, 10))
      return { ok: false, reason: 'late-closing' };
    if (!(await hasGuests(tx, poll.id))) return { ok: false, reason: 'no-guests' };
    const unread = refuseUnread({ message: input.message }, reread);
    if (unread) return unread;
    await tx
      .updateTable('date_poll')
      .set({
        message: input.message,
        tally_shown: input.tallyShown,
        closes_at: closesAt,
        status: 'open',
        opened_at: poll.openedAt ?? now
      })
      .where('id', '=', poll.id)
      .execute();
    const opened: Poll = { ...poll, message: input.message, closesAt, status: 'open' };
    const sent = await sendInvitations(tx, event, opened, now);
    await traceEvent(tx, actor, 'poll.open', event);
    return { ok: true, sent };
  });
}

async function hasGuests(tx: Tx, poll: number): Promise<boolean> {
  const guest = await tx
    .selectFrom('date_poll_guest')
    .select('id')
    .where('poll_id', '=', poll)
    .executeTakeFirst();
  return guest !== undefined;
}

export type PollClosed =
  | { ok: true; told: number }
  /** Somebody closed it already, on this date. */
  | { ok: false; reason: 'already'; when: string }
  | { ok: false; reason: 'not-open' | 'past' | 'cancelled' | 'no-such-slot' };

/**
 * Keeps a date: the edition takes it, its half-days follow, everybody who was asked is told, once. Of two people at
 * once, the second is told which date the first kept.
 * @throws NotFound, Forbidden
 */
export function closePoll(
  db: Database,
  actor: Actor,
  id: EventId,
  slot: PollSlotId,
  now: Date
): Promise<PollClosed> {
  return inTransaction(db, async (tx) => {
    // The edition first: it is what deleting or moving it holds too.
    await lockManaged(tx, actor, id);
    const { event, poll } = await holdPoll(tx, actor, id);
    if (poll.status === 'closed')
      return { ok: false, reason: 'already', when: keptDate(event, poll) };
    if (pollState(poll, now) === 'draft') return { ok: false, reason: 'not-open' };
    const chosen = poll.slots.find((one) => one.id === slot);
    if (!chosen) return { ok: false, reason: 'no-such-slot' };
    const dated = await setDates(tx, actor, id, { when: civilOf(event, chosen) }, now);
    if (!dated.ok)
      return { ok: false, reason: dated.reason === 'cancelled' ? 'cancelled' : 'past' };
    await tx.updateTable('date_poll_slot').set({ chosen: true }).where('id', '=', slot).execute();
    await tx
      .updateTable('date_poll')
      .set({ status: 'closed', closed_at: now })
      .where('id', '=', poll.id)
      .execute();
    const told = await sendDate(tx, (await findEventById(tx, id))!, poll, chosen);
    await traceEvent(tx, actor, 'poll.close', event);
    return { ok: true, told };
  });
}

function civilOf({ timeZone }: Event, { startsAt, endsAt }: Slot) {
  return { start: civilTime(startsAt, timeZone), end: civilTime(endsAt, timeZone) };
}

function keptDate({ timeZone }: Event, { slots }: Poll): string {
  const kept = slots.find(({ chosen }) => chosen);
  return kept ? formatWhen(kept.startsAt, kept.endsAt, timeZone) : '';
}
