/** One search, in a thread of its own: says the best so far now and then, and ends with it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { PlanGuest, PlanSeat, TablePlan } from '../../plan.ts';
import { poseProblem, type PosedProblem } from '../../problem.ts';
import { seatsOf } from '../../seats.ts';
import { SeatingSearch, type Seated } from '../../solver.ts';
import { valuesOf, type Acquaintances } from '../../weights.ts';
import type { Seating } from '../../model.ts';

export interface Work {
  readonly plan: TablePlan;
  readonly guests: readonly PlanGuest[];
  readonly known: Acquaintances;
  readonly seed: number;
  readonly seconds: number;
  /** Not 0 once somebody has asked to stop there. */
  readonly stop: SharedArrayBuffer;
}

/** Of the best so far. */
export interface Reach {
  readonly repeats: number;
  readonly neverMet: number;
  readonly bound: { readonly repeats: number; readonly neverMet: number };
  readonly optimal: boolean;
  readonly method: string;
}

export type Said =
  | ({ readonly kind: 'best' } & Reach)
  | ({
      readonly kind: 'end';
      readonly seating: Seating;
      readonly seats: readonly PlanSeat[];
    } & Reach)
  | { readonly kind: 'impossible' };

const SAY_EVERY_MS = 400;

if (parentPort) search(workerData as Work);

function search({ plan, guests, known, seed, seconds, stop }: Work): void {
  const until = Date.now() + 1000 * seconds;
  const posed = poseProblem(plan, guests, valuesOf(guests, plan.weights, known));
  if (!posed.ok) return say({ kind: 'impossible' });
  const asked = new Int32Array(stop);
  const found = new SeatingSearch(posed.problem, seed);
  let said = 0;
  while (!found.isOver && Date.now() < until && Atomics.load(asked, 0) === 0) {
    if (Date.now() - said >= SAY_EVERY_MS && found.best) {
      say({ kind: 'best', ...reachOf(found.best) });
      said = Date.now();
    }
    found.run();
  }
  end(found.best, posed, plan);
}

function end(best: Seated | null, posed: PosedProblem, plan: TablePlan): void {
  if (!best) return say({ kind: 'impossible' });
  const { seating } = best;
  say({ kind: 'end', seating, seats: seatsOf(posed, seating, plan), ...reachOf(best) });
}

function reachOf({ measure, bound, optimal, method }: Seated): Reach {
  const { repeats, neverMet } = measure;
  return {
    ...{ repeats, neverMet, optimal, method },
    bound: { repeats: bound.repeats, neverMet: bound.neverMet }
  };
}

function say(what: Said): void {
  parentPort?.postMessage(what);
}
