/**
 * Who sits with whom, round after round, so that people meet as many as they can of those they should.
 *
 * **Model.** N people, numbered from 0; R rounds; in each round tables of given sizes, which hold exactly those who are
 * there. Two people meet when they share a table. What is sought is the largest total value of the pairs that meet at
 * least once; by default every pair is worth 1, so the most pairs met or, what is the same when the sizes are given,
 * the fewest repeated meetings. A pair of people who know each other, or have the same profession, may be worth less.
 * Constraints are never traded for value: a place that is fixed, the tables somebody may sit at, two people kept
 * together or apart, somebody absent. Whether they can all be kept is a matching for places alone (`placing.ts`), and
 * hard in general: what is proved impossible is said (`conflicts.ts`), and a seating that breaks one is never
 * better than one that breaks none.
 *
 * With tables of equal sizes it is the *social golfer problem*: g groups of p for w weeks without a repeat (CSPLib 010).
 * Without a repeat for as long as can be, it is a resolvable packing design: Kirkman's schoolgirls are 5-3-7, affine
 * planes q-q-(q+1). No efficient method is known in general; `constructions.ts` has those
 * that theory gives (`arrays.ts`, `resolvable.ts`), `differences.ts` and `cyclic.ts` search among the symmetrical ones,
 * `annealing.ts` among all.
 *
 * **Bounds** (`bounds.ts`) are proved, and shown beside each result: « optimal » is said only when one is reached.
 *
 * Literature: A. Dotú, P. Van Hentenryck, *Scheduling social golfers locally* (CPAIOR 2005); M. Triska, N. Musliu, *An
 * effective greedy heuristic for the social golfer problem* (Ann. Oper. Res. 194, 2012); A. Miller, I. Valkov, R. J. R.
 * Abel, *Social golfer problem* tables (Symmetry 18, 2026); F. van Doorn, *Happy diner* tables; C. Colbourn, J. Dinitz,
 * *Handbook of Combinatorial Designs* (2007), for transversal designs and difference methods.
 */

/** Somebody, by their rank: 0 to N − 1. */
export type Guest = number;

export interface FixedPlace {
  readonly guest: Guest;
  readonly table: number;
  /** Every round when it is not said. */
  readonly round?: number;
}

export interface AllowedTables {
  readonly guest: Guest;
  readonly tables: readonly number[];
}

export interface SeatingProblem {
  readonly guests: number;
  /** Sizes of the tables, round by round: as many seats as there are people in that round. */
  readonly rounds: readonly (readonly number[])[];
  /**
   * What it is worth that two people meet, N × N and symmetrical; every pair is worth 1 when it is not given. None is
   * negative; 0: it does not matter.
   */
  readonly values?: Float64Array | null;
  readonly fixed?: readonly FixedPlace[];
  /** Who sits at some tables only: somebody who needs an easy access. Of several lines on one guest, what they share. */
  readonly allowed?: readonly AllowedTables[];
  readonly together?: readonly (readonly [Guest, Guest])[];
  readonly apart?: readonly (readonly [Guest, Guest])[];
  readonly absent?: readonly { readonly guest: Guest; readonly round: number }[];
}

/** A seating that is being built: guests are numbered class by class, (class i, element x) is i·g + x. */
export type Rounds = number[][][];

/** Round by round, table by table, who sits there. */
export type Seating = readonly (readonly (readonly Guest[])[])[];

export interface SeatingMeasure {
  /** Pairs that meet at least once. */
  readonly met: number;
  /** Meetings beyond the first one of each pair. */
  readonly repeats: number;
  /** Pairs that never meet. */
  readonly neverMet: number;
  /** Of the pairs met. */
  readonly value: number;
}

/** What nobody can do better than, for this problem. */
export interface SeatingBound {
  /** At least. */
  readonly repeats: number;
  /** At least. */
  readonly neverMet: number;
  /** At most. */
  readonly value: number;
}

/** How many pairs there are among so many people. */
export function pairsOf(guests: number): number {
  return (guests * (guests - 1)) / 2;
}

/** What a pair is worth. */
export function valueOf({ values, guests }: SeatingProblem, a: Guest, b: Guest): number {
  return values ? values[a * guests + b]! : 1;
}

/** Whether nothing tells one person from another: what theory builds can be used as it is. */
export function isPlain({ fixed, allowed, together, apart, absent }: SeatingProblem): boolean {
  return [fixed, allowed, together, apart, absent].every((some) => !some || some.length === 0);
}
