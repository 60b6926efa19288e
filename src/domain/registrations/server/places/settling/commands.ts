import type { Event } from '#domain/events/model.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { inTurn } from '#server/db/turns.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import type { Pool } from '../../../model.ts';
import { Room, settle, type Settlement } from '../../../places.ts';
import { expiredMail, offerMail, promotedMail } from '../../mails.ts';
import { takeDesk, writeSettlement, type OpenLedger } from '../ledger/commands.ts';
import { tell } from '../telling/commands.ts';

/**
 * Brings the places of an edition up to date: offers not confirmed in time expire, those who wait have what is free.
 * After anything that may have freed a place, and each minute by itself; done twice, the second changes nothing.
 * @returns what happened, which is written to whom it happened.
 */
export async function settlePlaces(
  executor: Executor,
  event: EventId,
  now: Date
): Promise<Settlement> {
  return deskTransaction(executor, event, async (tx) => {
    const ledger = await takeDesk(tx, event, now);
    const { settlement } = await settleLedger(tx, event, ledger, now);
    return settlement;
  });
}

/**
 * Something that changes the places of an edition: its lock, what time had changed, the act, then what the act freed.
 * @param act - under the lock; decides from what is left.
 */
export function atDesk<T>(
  executor: Executor,
  event: Event | EventId,
  now: Date,
  act: (
    tx: Tx,
    desk: {
      readonly ledger: OpenLedger;
      readonly room: Room;
      /** As they are once settled. */
      readonly pools: readonly Pool[];
    }
  ) => Promise<T>
): Promise<T> {
  const id = typeof event === 'number' ? event : event.id;
  return deskTransaction(executor, id, async (tx) => {
    const ledger = await takeDesk(tx, id, now);
    const { room } = await settleLedger(tx, event, ledger, now);
    const result = await act(tx, { ledger, room, pools: room.counted() });
    await settleLedger(tx, event, await takeDesk(tx, id, now), now);
    return result;
  });
}

/**
 * A transaction that will take the desk of an edition, in its turn: a rush on one edition leaves connections to the
 * other pages. Within a transaction already begun, it is that one.
 */
export function deskTransaction<T>(
  executor: Executor,
  event: EventId,
  work: (tx: Tx) => Promise<T>
): Promise<T> {
  if (executor.isTransaction) return inTransaction(executor, work);
  return inTurn(executor, `registration-desk:${event}`, () => inTransaction(executor, work));
}

/** Settles under a lock already taken. @returns what is left then, besides what happened. */
export async function settleLedger(
  tx: Tx,
  event: Event | EventId,
  ledger: OpenLedger,
  now: Date
): Promise<{ room: Room; settlement: Settlement }> {
  const id = typeof event === 'number' ? event : event.id;
  const room = new Room(ledger.pools);
  const settlement = settle(ledger, room, now);
  await writeSettlement(tx, id, settlement, { now, since: ledger.since });
  await tellSettlement(tx, event, settlement);
  return { room, settlement };
}

async function tellSettlement(
  tx: Tx,
  event: Event | EventId,
  { freed, given }: Settlement
): Promise<void> {
  if (isEmpty(freed) && isEmpty(given)) return;
  const edition = typeof event === 'number' ? await findEventById(tx, event) : event;
  if (!edition) return;
  const moves = [...given.registrations, ...given.choices.map(asRegistration)];
  const whose = (status: string) => [
    ...new Set(moves.filter((move) => move.status === status).map(({ id }) => id))
  ];
  const lapsed = [...freed.registrations, ...freed.choices.map(asRegistration)];
  await tell(tx, edition, [...new Set(lapsed.map(({ id }) => id))], expiredMail);
  await tell(tx, edition, whose('confirmed'), promotedMail);
  await tell(tx, edition, whose('offered'), offerMail);
}

function isEmpty({ registrations, choices }: Settlement['freed']): boolean {
  return registrations.length === 0 && choices.length === 0;
}

function asRegistration({
  registration,
  status
}: {
  registration: RegistrationId;
  status: string;
}): { id: RegistrationId; status: string } {
  return { id: registration, status };
}
