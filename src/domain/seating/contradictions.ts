/** Why no seating can respect all that a plan asks for: found before anything is searched, said with the names. */
import type { RegistrationId } from '#shared/ids.ts';
import { findConflicts } from './conflicts.ts';
import type { Guest, SeatingProblem } from './model.ts';
import type { PlanGuest, PlanRound, TablePlan } from './plan.ts';
import type { UsedTable } from './room.ts';

/** Why no seating can respect all that the plan asks for. */
export type Contradiction =
  | { readonly kind: 'nobody' | 'one-guest' | 'no-rounds' }
  | {
      readonly kind: 'seats';
      readonly round: number;
      readonly people: number;
      readonly seats: number;
    }
  /** Each is apart from all the others, and they are more than there are tables. */
  | {
      readonly kind: 'apart-crowd';
      readonly round: number;
      readonly people: readonly RegistrationId[];
    }
  /** At tables of two, an odd number leaves somebody alone. */
  | { readonly kind: 'odd'; readonly round: number; readonly people: number }
  | { readonly kind: 'full' | 'alone'; readonly round: number; readonly table: number }
  | {
      readonly kind: 'access';
      readonly round: number;
      readonly seats: number;
      readonly people: readonly RegistrationId[];
    }
  | { readonly kind: 'no-table'; readonly person: RegistrationId; readonly table: number }
  | { readonly kind: 'two-tables'; readonly person: RegistrationId; readonly round: number }
  | { readonly kind: 'together-apart'; readonly people: readonly [RegistrationId, RegistrationId] }
  | {
      readonly kind: 'together-places' | 'apart-places';
      readonly round: number;
      readonly people: readonly [RegistrationId, RegistrationId];
    }
  | { readonly kind: 'group'; readonly round: number; readonly people: readonly RegistrationId[] };

/** What a plan is made into numbers with, and what was found wrong on the way. */
export interface Ground {
  readonly plan: TablePlan;
  readonly guests: readonly PlanGuest[];
  readonly rank: ReadonlyMap<RegistrationId, Guest>;
  readonly groups: readonly (readonly Guest[])[];
  readonly contradictions: Contradiction[];
}

export type Pair = readonly [Guest, Guest];

export interface Checked {
  readonly round: PlanRound;
  readonly places: ReadonlyMap<Guest, number>;
  readonly tables: readonly UsedTable[];
  readonly away: ReadonlySet<Guest>;
  readonly apart: readonly Pair[];
}

/** Those apart at one table, those too many at one, those together for whom no table is large enough. */
export function checkRound(ground: Ground, { round, places, tables, away, apart }: Checked): void {
  for (const [a, b] of apart)
    if (places.has(a) && places.get(a) === places.get(b))
      say(ground, {
        kind: 'apart-places',
        round: round.number,
        people: [idOf(ground, a), idOf(ground, b)]
      });
  const held = heldBy(places);
  for (const { number, size } of tables)
    if ((held.get(number) ?? 0) > size)
      say(ground, { kind: 'full', round: round.number, table: number });
  const most = Math.max(0, ...tables.map(({ number, size }) => size - (held.get(number) ?? 0)));
  for (const group of ground.groups) {
    const there = group.filter((guest) => !away.has(guest) && !places.has(guest));
    if (there.length > 1 && there.length > most)
      say(ground, {
        kind: 'group',
        round: round.number,
        people: there.map((guest) => idOf(ground, guest))
      });
  }
}

/** Those who are apart, and together by links of links. */
export function checkPairs(ground: Ground, apart: readonly Pair[]): void {
  for (const [a, b] of apart)
    if (groupOf(ground, a).includes(b))
      say(ground, { kind: 'together-apart', people: [idOf(ground, a), idOf(ground, b)] });
}

/** Those who must sit with somebody, by links of links, and herself. */
export function groupOf({ groups }: Ground, guest: Guest): readonly Guest[] {
  return groups.find((group) => group.includes(guest)) ?? [guest];
}

/** How many have their place at each table. */
export function heldBy(places: ReadonlyMap<Guest, number>): Map<number, number> {
  const held = new Map<number, number>();
  for (const table of places.values()) held.set(table, (held.get(table) ?? 0) + 1);
  return held;
}

/** The registration of a number. */
export function idOf({ guests }: Ground, guest: Guest): RegistrationId {
  return guests[guest]!.registration;
}

/** Keeps what is wrong, once: what cannot be in one round is rarely possible in another. */
export function say(ground: Ground, contradiction: Contradiction): void {
  const same = JSON.stringify({ ...contradiction, round: 0 });
  if (ground.contradictions.some((one) => JSON.stringify({ ...one, round: 0 }) === same)) return;
  ground.contradictions.push(contradiction);
}

/** Those who are each apart from all the others, and too many for the tables of a round; the first one says it. */
export function crowdsOf(ground: Ground, problem: SeatingProblem): Contradiction[] {
  const crowd = findConflicts(problem).find(({ kind }) => kind === 'apart');
  if (crowd?.kind !== 'apart') return [];
  const people = crowd.guests.map((guest) => idOf(ground, guest));
  return [{ kind: 'apart-crowd', round: ground.plan.rounds[crowd.round]!.number, people }];
}
