/** Composing the tables: a search is started, stopped, taken up or undone. */
import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Database, Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId, RegistrationId, TableDrawId } from '#shared/ids.ts';
import type { Contradiction } from '../../contradictions.ts';
import type { PlanSeat } from '../../plan.ts';
import { poseProblem } from '../../problem.ts';
import { readAcquaintances } from '../acquaintances/queries.ts';
import { lockPlan, tracePlan, writeSeats } from '../plan/commands.ts';
import { getTablePlan, listPlanGuests } from '../plan/queries.ts';
import { DEAD_AFTER_SECONDS } from './queries.ts';
import { countRunning, runDraw, writeKept } from './running/commands.ts';

export type DrawStarted =
  | {
      readonly ok: true;
      readonly draw: TableDrawId;
      /** When all is written; what asked for it does not wait. */
      readonly ended: Promise<void>;
    }
  | {
      readonly ok: false;
      /** running: of this plan. busy: of others. no-plan: nothing is settled. all-done: no round is to come. */
      readonly reason: 'running' | 'busy' | 'no-plan' | 'all-done';
    }
  | {
      readonly ok: false;
      readonly reason: 'contradictory';
      readonly contradictions: readonly Contradiction[];
    };

/** At once in a server: a search takes a whole processor. */
const MOST_AT_ONCE = 2;

/**
 * Starts a search for who sits with whom, in a thread of its own. What it finds is written when it ends: proved to be the
 * best, stopped, or after `seconds`.
 * @param input.seed - the same one searches in the same order; drawn at random unless given.
 * @throws NotFound. @throws Forbidden unless the actor manages the edition.
 */
export async function startDraw(
  db: Database,
  actor: Actor,
  input: { readonly event: EventId; readonly seconds: number; readonly seed?: number }
): Promise<DrawStarted> {
  const { event: id, seconds, seed = randomInt(1, 2 ** 31 - 1) } = input;
  const event = await getManagedEventById(db, actor, id);
  const plan = await getTablePlan(db, id);
  if (!plan) return { ok: false, reason: 'no-plan' };
  if (plan.rounds.length > 0 && plan.rounds.every(({ doneAt }) => doneAt))
    return { ok: false, reason: 'all-done' };
  const guests = await listPlanGuests(db, id);
  const posed = poseProblem(plan, guests);
  if (!posed.ok)
    return { ok: false, reason: 'contradictory', contradictions: posed.contradictions };
  if (countRunning() >= MOST_AT_ONCE) return { ok: false, reason: 'busy' };
  const known = await readAcquaintances(db, event, guests, plan.weights);
  const draw = await inTransaction(db, async (tx) => {
    await buryDead(tx, id);
    const begun = await beginDraw(tx, actor, { event: id, version: plan.version, seed, seconds });
    if (begun) await tracePlan(tx, actor, event, 'table-plan.draw');
    return begun;
  });
  if (draw === null) return { ok: false, reason: 'running' };
  const work = { plan, guests, known, seed, seconds };
  return { ok: true, draw, ended: runDraw(db, { draw, event: id, posed, work }) };
}

/**
 * Asks the search that runs to stop there: the best so far is then written. Nothing when none runs.
 * @throws NotFound. @throws Forbidden unless the actor manages the edition.
 */
export async function stopDraw(db: Executor, actor: Actor, event: EventId): Promise<void> {
  await getManagedEventById(db, actor, event);
  await db
    .updateTable('table_plan_draw')
    .set({ stop_asked: true })
    .where('event_id', '=', event)
    .where('status', '=', 'running')
    .execute();
}

export type DrawMoved = { readonly ok: true } | { readonly ok: false; readonly reason: 'stale' };

/**
 * Puts back the seats of before the last draw, as long as nothing has changed since.
 * @throws NotFound. @throws Forbidden unless the actor manages the edition.
 */
export function undoDraw(db: Executor, actor: Actor, event: EventId): Promise<DrawMoved> {
  return inTransaction(db, async (tx): Promise<DrawMoved> => {
    const managed = await getManagedEventById(tx, actor, event);
    await lockPlan(tx, event);
    const last = await readLast(tx, event);
    if (!last?.before || last.version !== last.planVersion + 1)
      return { ok: false, reason: 'stale' };
    await writeSeats(tx, event, last.before.map(seatOf));
    await tx
      .updateTable('table_plan_draw')
      .set({ before: null })
      .where('id', '=', last.id)
      .execute();
    await tracePlan(tx, actor, managed, 'table-plan.undo');
    return { ok: true };
  });
}

/**
 * Takes up what a draw found while the plan was changed, as it is; people and tables that are no more are left out. What
 * it breaks of the rules made since is shown with the plan.
 * @throws NotFound. @throws Forbidden unless the actor manages the edition.
 */
export function takeUpDraw(db: Executor, actor: Actor, event: EventId): Promise<DrawMoved> {
  return inTransaction(db, async (tx): Promise<DrawMoved> => {
    const managed = await getManagedEventById(tx, actor, event);
    await lockPlan(tx, event);
    const last = await readLast(tx, event);
    const plan = await getTablePlan(tx, event);
    if (!last?.found || !plan) return { ok: false, reason: 'stale' };
    await writeSeats(tx, event, last.found.map(seatOf));
    await tx
      .updateTable('table_plan_draw')
      .set({ found: null, before: writeKept(plan.seats), plan_version: plan.version })
      .where('id', '=', last.id)
      .execute();
    await tracePlan(tx, actor, managed, 'table-plan.take-up');
    return { ok: true };
  });
}

type Kept = [round: number, registration: number, table: number, pinned: boolean];

interface Last {
  id: TableDrawId;
  planVersion: number;
  version: number;
  before: Kept[] | null;
  found: Kept[] | null;
}

async function readLast(tx: Tx, event: EventId): Promise<Last | undefined> {
  const { rows } = await sql<Last>`
    select d.id, d.plan_version as "planVersion", p.version, d.before, d.found
    from table_plan_draw d join table_plan p on p.event_id = d.event_id
    where d.event_id = ${event} and d.status <> 'running'
      and not exists (select from table_plan_draw where event_id = ${event} and id > d.id)
    order by d.id desc limit 1`.execute(tx);
  return rows[0];
}

function seatOf([round, registration, table, pinned]: Kept): PlanSeat {
  return { round, registration: registration as RegistrationId, table, pinned };
}

/** A draw whose server has died takes nobody’s place. */
async function buryDead(tx: Tx, event: EventId): Promise<void> {
  await sql`
    update table_plan_draw set status = 'failed', ended_at = now()
    where event_id = ${event} and status = 'running'
      and beat_at < now() - make_interval(secs => ${DEAD_AFTER_SECONDS})`.execute(tx);
}

/** @returns null when one runs already: there is one at a time, whoever asks for it. */
async function beginDraw(
  tx: Tx,
  actor: Actor,
  {
    event,
    version,
    seed,
    seconds
  }: { event: EventId; version: number; seed: number; seconds: number }
): Promise<TableDrawId | null> {
  const row = await tx
    .insertInto('table_plan_draw')
    .values({
      ...{ event_id: event, seed, seconds, plan_version: version },
      by_person: actor.kind === 'person' ? actor.id : null
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row ? (row.id as TableDrawId) : null;
}
