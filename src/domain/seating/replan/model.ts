/**
 * The tables of the rounds to come, done again on the day: some people are not there, others came without being awaited.
 *
 * **What is asked.** In each round still to come, everybody who is there sits once, at a table of `least` people or more
 * and never more than it holds; whoever is a host, or was set by hand, stays; two people kept together or apart are.
 * Among all the ways, those where the fewest people who already had a place leave it; among these, one that gives many
 * new encounters to those who move and those who come.
 *
 * **The least number of moves** (`balance.ts`). In a round, let c(t) be how many of those at table t are there, u how
 * many who are there have no place, cap(t) what it holds. Say that the tables of K close and that o others open. Who sits
 * at a table of K leaves it, and so does whoever is in excess at another: C + X moves at least. The tables that stay or
 * open need D = Σ max(0, least − c(t)) + least × o people, and only u of them have no place to leave: D − u moves at
 * least. So no way that closes K makes fewer than max(C + X, D − u). Closing a table that has `least` people adds to the
 * first and takes nothing from the second, so the smallest of these over the K made of tables below `least` is a bound
 * on every way. « On ne peut pas moins » is said when it is reached, and only then.
 */
import type { RegistrationId } from '#shared/ids.ts';
import type { PlanRule, PlanSeat, TablePlan } from '../plan.ts';

/** Somebody who is there. */
export interface ReplanGuest {
  readonly registration: RegistrationId;
  readonly needsAccess: boolean;
}

export interface ReplanAsked {
  readonly plan: Pick<TablePlan, 'most' | 'rounds' | 'tables' | 'rules' | 'seats'>;
  /** Who is to sit from now on; whoever has a place and is not among them has gone. */
  readonly here: readonly ReplanGuest[];
  /** The first round that may change; 1 when it is not said. A round that is done never does. */
  readonly from?: number;
  /** Who truly sat in the rounds that stay, when it is not all who had a place. */
  readonly facts?: readonly PlanSeat[];
  /** What an encounter is worth; 1 when it is not said. */
  readonly worth?: (a: RegistrationId, b: RegistrationId) => number;
}

/**
 * gone: has no place any more. arrived: had none. fills: so that a table has enough people. closed: her table closes.
 * crowded: her table has more than it holds. access: leaves a table that somebody else needs. host: hers is another table.
 */
export type MoveReason = 'gone' | 'arrived' | 'fills' | 'closed' | 'crowded' | 'access' | 'host';

export interface Move {
  readonly registration: RegistrationId;
  readonly from: number | null;
  readonly to: number | null;
  readonly reason: MoveReason;
}

export interface RoundReplan {
  readonly round: number;
  readonly moves: readonly Move[];
  /** Those who had a place, are there, and change. */
  readonly changes: number;
  /** No way that has `least` people at each table changes fewer. */
  readonly bound: number;
  readonly least: number;
  /** Tables that serve in this round and did not, and the other way round. */
  readonly opened: readonly number[];
  readonly closed: readonly number[];
  /** Tables that nothing found could fill: nothing is proved of that round then. */
  readonly short: readonly number[];
  /** Rules that nothing found could keep: said, never hidden. */
  readonly broken: readonly PlanRule[];
  /** Of the people that each who comes or moves meets, those she meets for the first time. */
  readonly newEncounters: number;
}

export interface Replan {
  /** Of every round, those that did not change included. */
  readonly seats: readonly PlanSeat[];
  readonly rounds: readonly RoundReplan[];
  /** Tables that the plan did not have. */
  readonly added: readonly number[];
}

/** A table of fewer is not one: two people when tables are small, three otherwise. */
export function leastPeople(most: number): 2 | 3 {
  return most < 5 ? 2 : 3;
}

/** Whether no way could change fewer people: it is proved, and what was asked is respected. */
export function isProved({ changes, bound, short, broken }: RoundReplan): boolean {
  return changes === bound && short.length === 0 && broken.length === 0;
}
