/** The tables on the day: the rounds to come done again, undone, a round that is over. */
import type { Event } from '#domain/events/model.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId } from '#shared/ids.ts';
import type { PlanSeat, TablePlan } from '../../plan.ts';
import type { DayChoice } from '../../replan/day.ts';
import { bumpPlan, lockPlan, tracePlan, writeSeats } from '../plan/commands.ts';
import { getTablePlan } from '../plan/queries.ts';
import { findUndoable, proposeReplan, readTableDay } from './queries.ts';

/**
 * no-plan: there is none any more. stale: somebody changed it meanwhile. arrived: the proposal is not the same any more,
 * since somebody came in. over: no round is to come. order: rounds end one after the other.
 */
export type DayRefusal = 'no-plan' | 'stale' | 'arrived' | 'over' | 'order';
export type DayOutcome =
  { readonly ok: true } | { readonly ok: false; readonly reason: DayRefusal };

interface Asked {
  readonly event: EventId;
  /** As it was read. */
  readonly version: number;
  readonly now: Date;
}

/**
 * Writes what was proposed, and keeps what was there to undo it.
 * @param input.mark - of the proposal that was shown: another one is not written in its place.
 * @throws NotFound. @throws Forbidden unless the actor manages the edition.
 */
export function applyReplan(
  db: Executor,
  actor: Actor,
  input: Asked & { readonly choice: DayChoice; readonly mark: string }
): Promise<DayOutcome> {
  return onPlan(db, actor, input, async (tx, event, plan) => {
    const day = (await readTableDay(tx, event))!;
    const proposal = await proposeReplan(tx, event, day, input);
    if (!proposal) return 'over';
    if (proposal.mark !== input.mark) return 'arrived';
    await addTables(tx, plan, proposal.added);
    await writeSeats(tx, event.id, proposal.seats);
    await keepBefore(tx, actor, plan, input.now);
    await tracePlan(tx, actor, event, 'table-plan.replan');
    return null;
  });
}

/**
 * Seats people again as they were before the last re-planning, if nothing has changed since.
 * @throws NotFound. @throws Forbidden unless the actor manages the edition.
 */
export function undoReplan(db: Executor, actor: Actor, input: Asked): Promise<DayOutcome> {
  return onPlan(db, actor, input, async (tx, event, plan) => {
    const undoable = await findUndoable(tx, plan);
    if (!undoable) return 'stale';
    const { before } = await tx
      .selectFrom('table_plan_draw')
      .select('before')
      .where('id', '=', undoable.id)
      .executeTakeFirstOrThrow();
    await writeSeats(tx, event.id, (before as unknown as SeatRow[]).map(seatOf));
    await tx
      .updateTable('table_plan_draw')
      .set({ before: null })
      .where('id', '=', undoable.id)
      .execute();
    await tracePlan(tx, actor, event, 'table-plan.undo-replan');
    return null;
  });
}

/**
 * A round has taken place: nothing changes it any more. Nothing more when it is said twice.
 * @throws NotFound. @throws Forbidden unless the actor manages the edition.
 */
export function endRound(
  db: Executor,
  actor: Actor,
  input: Asked & { readonly round: number }
): Promise<DayOutcome> {
  return onPlan(db, actor, input, async (tx, event, plan) => {
    const next = plan.rounds.find(({ doneAt }) => doneAt === null);
    if (next?.number !== input.round) return 'order';
    await setDone(tx, event.id, input.round, input.now);
    await tracePlan(tx, actor, event, 'table-plan.end-round');
    return null;
  });
}

/**
 * The last round that was said to be over is not.
 * @throws NotFound. @throws Forbidden unless the actor manages the edition.
 */
export function reopenRound(
  db: Executor,
  actor: Actor,
  input: Asked & { readonly round: number }
): Promise<DayOutcome> {
  return onPlan(db, actor, input, async (tx, event, plan) => {
    const last = plan.rounds.findLast(({ doneAt }) => doneAt !== null);
    if (last?.number !== input.round) return 'order';
    await setDone(tx, event.id, input.round, null);
    await tracePlan(tx, actor, event, 'table-plan.reopen-round');
    return null;
  });
}

/** One gesture at a time on the plan that was read. */
function onPlan(
  db: Executor,
  actor: Actor,
  { event: id, version }: Asked,
  work: (tx: Tx, event: Event, plan: TablePlan) => Promise<DayRefusal | null>
): Promise<DayOutcome> {
  return inTransaction(db, async (tx): Promise<DayOutcome> => {
    const event = await getManagedEventById(tx, actor, id);
    await lockPlan(tx, id);
    const plan = await getTablePlan(tx, id);
    if (!plan) return { ok: false, reason: 'no-plan' };
    if (plan.version !== version) return { ok: false, reason: 'stale' };
    const refusal = await work(tx, event, plan);
    return refusal ? { ok: false, reason: refusal } : { ok: true };
  });
}

/** A plan that names none has as many as are needed. */
async function addTables(
  tx: Tx,
  { event, tables }: TablePlan,
  added: readonly number[]
): Promise<void> {
  if (tables.length === 0 || added.length === 0) return;
  await tx
    .insertInto('table_plan_table')
    .values(added.map((number) => ({ event_id: event, number })))
    .execute();
}

type SeatRow = readonly [round: number, registration: number, table: number, pinned: boolean];

const seatOf = ([round, registration, table, pinned]: SeatRow): PlanSeat =>
  ({ round, registration, table, pinned }) as PlanSeat;

async function keepBefore(
  tx: Tx,
  actor: Actor,
  { event, version, seats }: TablePlan,
  now: Date
): Promise<void> {
  const before = seats.map((one) => [one.round, one.registration, one.table, one.pinned]);
  await tx
    .insertInto('table_plan_draw')
    .values({
      ...{ event_id: event, status: 'done', kind: 'replan', seed: 0, seconds: 1 },
      ...{ started_at: now, beat_at: now, ended_at: now },
      before: JSON.stringify(before),
      // As it is now: any other change makes it too late to undo.
      plan_version: version + 1,
      by_person: actor.kind === 'person' ? actor.id : null
    })
    .execute();
}

async function setDone(tx: Tx, event: EventId, round: number, at: Date | null): Promise<void> {
  await tx
    .updateTable('table_plan_round')
    .set({ done_at: at })
    .where('event_id', '=', event)
    .where('number', '=', round)
    .execute();
  await bumpPlan(tx, event);
}
