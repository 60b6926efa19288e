import type { Actor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { instantOf } from '#shared/dates.ts';
import type { EventId, PollSlotId } from '#shared/ids.ts';
import { isGone, type CivilWhen } from '../../../edition.ts';
import { MOST_SLOTS } from '../../../poll.ts';
import { traceEvent } from '../../rows/commands.ts';
import { holdPoll } from '../rows/commands.ts';

export type SlotsAdded =
  | { ok: true; added: number; already: number; past: number }
  | { ok: false; reason: 'closed' | 'too-many' };

/**
 * Proposes dates. Those that are past are left out, those that are there already stay.
 * @param slots - civil times of the zone of the edition.
 * @returns too-many: with them the poll would hold more than {@link MOST_SLOTS}; closed: its date is kept.
 * @throws NotFound, Forbidden
 */
export function addSlots(
  db: Database,
  actor: Actor,
  id: EventId,
  slots: readonly CivilWhen[],
  now: Date
): Promise<SlotsAdded> {
  return inTransaction(db, async (tx) => {
    const { event, poll } = await holdPoll(tx, actor, id);
    if (poll.status === 'closed') return { ok: false, reason: 'closed' };
    const coming = slots.filter((slot) => !isGone(slot, event.timeZone, now));
    const known = new Set(poll.slots.map(keyOf));
    const fresh = coming
      .map(({ start, end }) => ({
        startsAt: instantOf(start, event.timeZone),
        endsAt: instantOf(end, event.timeZone)
      }))
      .filter((slot) => !known.has(keyOf(slot)));
    if (poll.slots.length + fresh.length > MOST_SLOTS) return { ok: false, reason: 'too-many' };
    if (fresh.length > 0)
      await tx
        .insertInto('date_poll_slot')
        .values(
          fresh.map(({ startsAt, endsAt }) => ({
            poll_id: poll.id,
            starts_at: startsAt,
            ends_at: endsAt
          }))
        )
        .onConflict((conflict) => conflict.columns(['poll_id', 'starts_at', 'ends_at']).doNothing())
        .execute();
    await traceEvent(tx, actor, 'poll.slots', event);
    const past = slots.length - coming.length;
    return { ok: true, added: fresh.length, already: coming.length - fresh.length, past };
  });
}

function keyOf({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): string {
  return `${startsAt.getTime()} ${endsAt.getTime()}`;
}

export type SlotRemoved = { ok: true } | { ok: false; reason: 'closed' | 'last' };

/**
 * Takes a date off, with what was answered to it. Taking off what is no longer there changes nothing.
 * @returns last: people are answering, one date must stay.
 * @throws NotFound, Forbidden
 */
export function removeSlot(
  db: Database,
  actor: Actor,
  id: EventId,
  slot: PollSlotId
): Promise<SlotRemoved> {
  return inTransaction(db, async (tx) => {
    const { event, poll } = await holdPoll(tx, actor, id);
    if (poll.status === 'closed') return { ok: false, reason: 'closed' };
    const others = poll.slots.filter((one) => one.id !== slot);
    if (others.length === poll.slots.length) return { ok: true };
    if (poll.status === 'open' && others.length === 0) return { ok: false, reason: 'last' };
    await tx
      .deleteFrom('date_poll_slot')
      .where('id', '=', slot)
      .where('poll_id', '=', poll.id)
      .execute();
    await traceEvent(tx, actor, 'poll.slots', event);
    return { ok: true };
  });
}
