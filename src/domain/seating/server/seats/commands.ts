/** What the organiser does by hand with the seats of a plan, and when people may read theirs. */
import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { moveSeats, type MoveRefusal, type SeatMove } from '../../moves.ts';
import type { TablePlan } from '../../plan.ts';
import { replanTables } from '../../replan/replan.ts';
import { bumpPlan, lockPlan, tracePlan, writeSeats } from '../plan/commands.ts';
import { getTablePlan, listPlanGuests } from '../plan/queries.ts';

export type SeatsMoved =
  | { readonly ok: true }
  /** stale: the plan is not the one whose cost was shown. */
  | { readonly ok: false; readonly reason: MoveRefusal | 'stale' };

/**
 * Moves somebody to another table, or has two people change places, and pins them there.
 * @param version - of the plan, as its cost was shown.
 * @throws NotFound. @throws Forbidden unless the actor manages the edition.
 */
export function moveGuest(
  db: Executor,
  actor: Actor,
  { event, version, ...move }: SeatMove & { readonly event: EventId; readonly version: number }
): Promise<SeatsMoved> {
  return changing(db, actor, event, async (tx, plan, managed): Promise<SeatsMoved> => {
    if (plan.version !== version) return { ok: false, reason: 'stale' };
    const moved = moveSeats(plan, move);
    if (!moved.ok) return moved;
    await writeSeats(tx, event, moved.seats);
    await tracePlan(tx, actor, managed, 'table-plan.move');
    return { ok: true };
  });
}

/**
 * Pins somebody where she sits in a round, or lets go of her; of nobody in particular, lets go of everybody in the rounds
 * to come.
 * @throws NotFound. @throws Forbidden unless the actor manages the edition.
 */
export function pinSeat(
  db: Executor,
  actor: Actor,
  event: EventId,
  pin: {
    readonly round: number;
    readonly registration: RegistrationId;
    readonly pinned: boolean;
  } | null
): Promise<void> {
  return changing(db, actor, event, async (tx) => {
    const which = pin
      ? sql`s.round_number = ${pin.round} and s.registration_id = ${pin.registration}`
      : sql`s.pinned`;
    await sql`
      update table_plan_seat s set pinned = ${pin?.pinned ?? false}
      from table_plan_round r
      where s.event_id = ${event} and ${which}
        and r.event_id = s.event_id and r.number = s.round_number and r.done_at is null`.execute(
      tx
    );
    await bumpPlan(tx, event);
  });
}

/**
 * Gives a seat to those who have none in the rounds to come, and takes away those who come no more, moving as few of the
 * others as can be. The caller of the page says how many.
 * @returns how many of those who had a seat have changed tables, over all rounds.
 * @throws NotFound. @throws Forbidden unless the actor manages the edition.
 */
export function placeMissing(db: Executor, actor: Actor, event: EventId): Promise<number> {
  return changing(db, actor, event, async (tx, plan, managed) => {
    const done = replanTables({ plan, here: await listPlanGuests(tx, event) });
    await writeSeats(tx, event, done.seats);
    await tracePlan(tx, actor, managed, 'table-plan.place');
    return done.rounds.reduce((sum, { changes }) => sum + changes, 0);
  });
}

/**
 * Shows each person her tables, or takes the plan back. Nothing else changes.
 * @throws NotFound. @throws Forbidden unless the actor manages the edition.
 */
export function publishPlan(
  db: Executor,
  actor: Actor,
  event: EventId,
  { published, now }: { readonly published: boolean; readonly now: Date }
): Promise<void> {
  return changing(db, actor, event, async (tx, _, managed) => {
    await tx
      .updateTable('table_plan')
      .set({
        status: published ? 'published' : 'draft',
        published_at: published ? now : null
      })
      .where('event_id', '=', event)
      .execute();
    await tracePlan(tx, actor, managed, published ? 'table-plan.publish' : 'table-plan.unpublish');
  });
}

/** The plan of an edition that the actor manages, which nobody else changes meanwhile. */
function changing<T>(
  db: Executor,
  actor: Actor,
  event: EventId,
  work: (tx: Tx, plan: TablePlan, managed: Event) => Promise<T>
): Promise<T> {
  return inTransaction(db, async (tx) => {
    const managed = await getManagedEventById(tx, actor, event);
    await lockPlan(tx, event);
    const plan = await getTablePlan(tx, event);
    if (!plan) throw new NotFound('Cette rencontre n’a pas encore de plan de tables.');
    return work(tx, plan, managed);
  });
}
