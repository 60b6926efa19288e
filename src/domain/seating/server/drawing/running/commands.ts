/** A search under way in this server: its thread, its signs of life, and what becomes of what it finds. */
import { sql } from 'kysely';
import { Worker } from 'node:worker_threads';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { log } from '#server/log.ts';
import type { EventId, TableDrawId } from '#shared/ids.ts';
import { findFaults } from '../../../checking.ts';
import type { PlanSeat } from '../../../plan.ts';
import type { PosedProblem } from '../../../problem.ts';
import { lockPlan, writeSeats } from '../../plan/commands.ts';
import { getTablePlan } from '../../plan/queries.ts';
import type { Reach, Said, Work } from '../worker.ts';

export interface Running {
  readonly draw: TableDrawId;
  readonly event: EventId;
  readonly posed: PosedProblem;
  readonly work: Omit<Work, 'stop'>;
}

const BEAT_MS = 500;
/** A search that does not end when its time is over is ended. */
const GRACE_MS = 20_000;

/** By draw: what ends each one. */
const running = new Map<
  TableDrawId,
  { readonly stop: () => void; readonly ended: Promise<void> }
>();

/** How many searches this server leads. */
export function countRunning(): number {
  return running.size;
}

/** The server stops: each search ends where it is, and what it has found is kept. */
export async function endDraws(): Promise<void> {
  for (const { stop } of running.values()) stop();
  await Promise.all([...running.values()].map(({ ended }) => ended));
}

/** Searches until it is over, and writes what becomes of it. @returns when all is written; never rejects. */
export function runDraw(db: Database, one: Running): Promise<void> {
  const shared = new SharedArrayBuffer(4);
  const stop = () => Atomics.store(new Int32Array(shared), 0, 1);
  const ended = follow(db, one, shared, stop)
    .catch((error: unknown) => {
      log.error({ err: error }, 'draw of tables failed');
      return close(db, one.draw, 'failed', null).catch(() => undefined);
    })
    .finally(() => running.delete(one.draw));
  running.set(one.draw, { stop, ended });
  return ended;
}

async function follow(
  db: Database,
  { draw, event, posed, work }: Running,
  stop: SharedArrayBuffer,
  ask: () => void
): Promise<void> {
  const worker = new Worker(new URL('../worker.ts', import.meta.url), {
    workerData: { ...work, stop } satisfies Work
  });
  // Alone, it does not keep the process alive.
  worker.unref();
  const search = listen(worker, 1000 * work.seconds + GRACE_MS);
  let isBeating = false;
  const beating = setInterval(() => {
    if (isBeating) return;
    isBeating = true;
    beat(db, draw, search.best())
      .then((goesOn) => {
        if (!goesOn) ask();
      })
      .catch((error: unknown) => log.warn({ err: error }, 'draw of tables not written'))
      .finally(() => (isBeating = false));
  }, BEAT_MS).unref();
  try {
    const said = await search.ended;
    const isRight = said.kind === 'end' && findFaults(posed.problem, said.seating).length === 0;
    if (!isRight) await close(db, draw, 'failed', said.kind === 'end' ? said : null);
    else await settle(db, { draw, event }, said);
  } finally {
    clearInterval(beating);
    await worker.terminate();
  }
}

/** What a thread says until it ends. */
function listen(worker: Worker, timeoutMs: number) {
  let best: Reach | null = null;
  const ended = new Promise<Said>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the search does not end')), timeoutMs).unref();
    worker.on('message', (said: Said) => {
      if (said.kind === 'best') best = said;
      else resolve(said);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`the search ended by itself: ${code}`));
    });
  });
  return { ended, best: () => best };
}

/** Still alive, and so far. @returns false once it is to stop. */
async function beat(db: Database, draw: TableDrawId, best: Reach | null): Promise<boolean> {
  const row = await db
    .updateTable('table_plan_draw')
    .set({ beat_at: sql<Date>`now()`, ...(best ? columnsOf(best) : {}) })
    .where('id', '=', draw)
    .where('status', '=', 'running')
    .returning('stop_asked')
    .executeTakeFirst();
  return row !== undefined && !row.stop_asked;
}

/** Writes the seats when the plan is still the one that was drawn for; keeps them aside when it is another. */
function settle(
  db: Database,
  { draw, event }: { draw: TableDrawId; event: EventId },
  found: Reach & { readonly seats: readonly PlanSeat[] }
): Promise<void> {
  return inTransaction(db, async (tx) => {
    await lockPlan(tx, event);
    const row = await tx
      .selectFrom('table_plan_draw')
      .select(['plan_version', 'stop_asked', 'seconds', 'started_at'])
      .where('id', '=', draw)
      .where('status', '=', 'running')
      .forUpdate()
      .executeTakeFirst();
    const plan = row && (await getTablePlan(tx, event));
    // The plan has gone, or this draw was held for dead and another one took its place.
    if (!row || !plan) return;
    const status = row.stop_asked ? 'stopped' : 'done';
    if (plan.version !== row.plan_version)
      return close(tx, draw, status, found, { found: found.seats });
    await close(tx, draw, status, found, { before: plan.seats });
    await writeSeats(tx, event, found.seats);
  });
}

/** The end of a draw. */
async function close(
  executor: Database | Tx,
  draw: TableDrawId,
  status: 'done' | 'stopped' | 'failed',
  reach: Reach | null,
  kept: { before?: readonly PlanSeat[]; found?: readonly PlanSeat[] } = {}
): Promise<void> {
  await executor
    .updateTable('table_plan_draw')
    .set({
      ...{ status, ended_at: sql<Date>`now()` },
      ...(reach ? columnsOf(reach) : {}),
      ...(kept.before ? { before: writeKept(kept.before) } : {}),
      ...(kept.found ? { found: writeKept(kept.found) } : {})
    })
    .where('id', '=', draw)
    .where('status', '=', 'running')
    .execute();
}

function columnsOf({ repeats, neverMet, bound, optimal, method }: Reach) {
  return {
    ...{ repeats, optimal, method, never_met: neverMet },
    ...{ bound_repeats: bound.repeats, bound_never_met: bound.neverMet }
  };
}

/** Seats as they are kept beside a draw: [[round, registration, table, pinned]…]. */
export function writeKept(seats: readonly PlanSeat[]): string {
  return JSON.stringify(
    seats.map(({ round, registration, table, pinned }) => [round, registration, table, pinned])
  );
}
