/** A gesture by hand on a plan: somebody goes to another table, or two people change places. */
import type { RegistrationId } from '#shared/ids.ts';
import type { PlanGuest, PlanSeat, TablePlan } from './plan.ts';

export interface SeatMove {
  readonly round: number;
  readonly registration: RegistrationId;
  /** A table, or the place of somebody who takes hers. */
  readonly to: { readonly table: number } | { readonly other: RegistrationId };
}

/** Why a move cannot be. */
export type MoveRefusal =
  /** done: that round has taken place. seat: one of the two has no place then. same: they are at that table already. */
  'done' | 'seat' | 'same' | 'full' | 'no-table';

export type Moved =
  | { readonly ok: true; readonly seats: readonly PlanSeat[] }
  | { readonly ok: false; readonly reason: MoveRefusal };

/** The seats after a move: those who were moved are pinned, so that another draw leaves them there. */
export function moveSeats(plan: TablePlan, { round, registration, to }: SeatMove): Moved {
  const current = plan.rounds.find(({ number }) => number === round);
  if (!current || current.doneAt) return { ok: false, reason: 'done' };
  const seat = seatIn(plan, round, registration);
  if (!seat) return { ok: false, reason: 'seat' };
  if ('other' in to) {
    const other = seatIn(plan, round, to.other);
    if (!other) return { ok: false, reason: 'seat' };
    if (other.table === seat.table) return { ok: false, reason: 'same' };
    return { ok: true, seats: replaced(plan.seats, [seat, other.table], [other, seat.table]) };
  }
  if (to.table === seat.table) return { ok: false, reason: 'same' };
  const seats = seatsAt(plan, to.table);
  if (seats === null) return { ok: false, reason: 'no-table' };
  const there = plan.seats.filter((one) => one.round === round && one.table === to.table).length;
  if (there >= seats) return { ok: false, reason: 'full' };
  return { ok: true, seats: replaced(plan.seats, [seat, to.table]) };
}

/** What a move changes of who meets whom. */
export interface MoveCost {
  /** Pairs that meet, and did not. */
  readonly gained: readonly Pair[];
  /** Pairs that meet no more. */
  readonly lost: readonly Pair[];
  /** Meetings beyond the first: how many more, or fewer when it is below zero. */
  readonly repeats: number;
  /** What it breaks that the plan asks for. */
  readonly broken: readonly Broken[];
}

export type Pair = readonly [RegistrationId, RegistrationId];
export type Broken =
  | { readonly kind: 'together' | 'apart'; readonly pair: Pair }
  | { readonly kind: 'host' | 'access'; readonly person: RegistrationId }
  | { readonly kind: 'alone'; readonly table: number };

/** What a move is worth, before it is made; nothing is refused for that. */
export function weighMove(
  plan: TablePlan,
  guests: readonly PlanGuest[],
  move: SeatMove,
  seats: readonly PlanSeat[]
): MoveCost {
  const people = 'other' in move.to ? [move.registration, move.to.other] : [move.registration];
  const [before, after] = [meetingsOf(plan.seats, people), meetingsOf(seats, people)];
  const pairs = new Map([...before.pairs, ...after.pairs]);
  const gained: Pair[] = [];
  const lost: Pair[] = [];
  let repeats = 0;
  for (const [key, pair] of pairs) {
    const [was, is] = [before.times.get(key) ?? 0, after.times.get(key) ?? 0];
    if (was === 0 && is > 0) gained.push(pair);
    if (was > 0 && is === 0) lost.push(pair);
    repeats += Math.max(0, is - 1) - Math.max(0, was - 1);
  }
  const known = new Set(brokenBy(plan, guests, plan.seats, move.round).map(keyOf));
  const broken = brokenBy(plan, guests, seats, move.round).filter((one) => !known.has(keyOf(one)));
  return { gained, lost, repeats, broken };
}

/** One number to compare moves: encounters lost less those gained, far beyond them what is broken. */
export function priceOf({ gained, lost, repeats, broken }: MoveCost): number {
  return lost.length - gained.length + repeats / 100 + 1000 * broken.length;
}

/** The moves of somebody in a round, the cheapest first: to each table with room, with each person elsewhere. */
export function proposeMoves(
  plan: TablePlan,
  guests: readonly PlanGuest[],
  { round, registration }: Pick<SeatMove, 'round' | 'registration'>,
  most = 6
): { move: SeatMove; cost: MoveCost }[] {
  const tables = new Set(plan.seats.filter((one) => one.round === round).map(({ table }) => table));
  const others = plan.seats.filter((one) => one.round === round && !one.pinned);
  const targets: SeatMove['to'][] = [
    ...[...tables].map((table) => ({ table })),
    // Beyond some hundreds, the first ones are enough to find one that costs nothing.
    ...others.slice(0, MOST_COMPARED).map((one) => ({ other: one.registration }))
  ];
  return targets
    .flatMap((to) => {
      const move = { round, registration, to };
      const moved = moveSeats(plan, move);
      return moved.ok ? [{ move, cost: weighMove(plan, guests, move, moved.seats) }] : [];
    })
    .toSorted((a, b) => priceOf(a.cost) - priceOf(b.cost))
    .slice(0, most);
}

const MOST_COMPARED = 120;

/** Seats of a table, none more than the plan allows; null when the room has no such table. */
export function seatsAt(
  { tables, most, seats }: Pick<TablePlan, 'tables' | 'most' | 'seats'>,
  number: number
): number | null {
  const table = tables.find((one) => one.number === number);
  if (table) return Math.min(most, table.seats ?? most);
  if (tables.length > 0) return null;
  return seats.some((one) => one.table === number) ? most : null;
}

function seatIn({ seats }: TablePlan, round: number, registration: RegistrationId) {
  return seats.find((one) => one.round === round && one.registration === registration);
}

function replaced(
  seats: readonly PlanSeat[],
  ...moved: readonly (readonly [PlanSeat, number])[]
): PlanSeat[] {
  return seats.map((seat) => {
    const move = moved.find(([one]) => one === seat);
    return move ? { ...seat, table: move[1], pinned: true } : seat;
  });
}

/** How many times each pair that one of these people makes shares a table. */
function meetingsOf(seats: readonly PlanSeat[], people: readonly RegistrationId[]) {
  const times = new Map<string, number>();
  const pairs = new Map<string, Pair>();
  for (const person of people)
    for (const seat of seats.filter((one) => one.registration === person))
      for (const other of seats) {
        if (other.round !== seat.round || other.table !== seat.table) continue;
        if (other.registration === person) continue;
        // Of two who are both moved, their own meetings are counted once.
        if (people.includes(other.registration) && other.registration < person) continue;
        const key = `${Math.min(person, other.registration)}-${Math.max(person, other.registration)}`;
        times.set(key, (times.get(key) ?? 0) + 1);
        pairs.set(key, [person, other.registration]);
      }
  return { times, pairs };
}

/** What a round does not respect of what the plan asks for. */
export function brokenBy(
  plan: TablePlan,
  guests: readonly PlanGuest[],
  seats: readonly PlanSeat[],
  round: number
): Broken[] {
  const at = new Map(
    seats.filter((one) => one.round === round).map((one) => [one.registration, one.table])
  );
  const rules = plan.rules.flatMap((rule): Broken[] => {
    const table = at.get(rule.registration);
    if (table === undefined || rule.kind === 'absent') return [];
    if (rule.kind === 'host') {
      const holds = rule.round === null || rule.round === round;
      return holds && table !== rule.table ? [{ kind: 'host', person: rule.registration }] : [];
    }
    const other = at.get(rule.other);
    if (other === undefined || (other === table) === (rule.kind === 'together')) return [];
    return [{ kind: rule.kind, pair: [rule.registration, rule.other] }];
  });
  return [...rules, ...withoutAccess(plan, guests, at), ...alone(at)];
}

function withoutAccess(
  { tables, rules }: TablePlan,
  guests: readonly PlanGuest[],
  at: ReadonlyMap<RegistrationId, number>
): Broken[] {
  const easy = new Set(tables.filter((one) => one.accessible).map(({ number }) => number));
  if (easy.size === 0) return [];
  const hosts = new Set(rules.filter(({ kind }) => kind === 'host').map((one) => one.registration));
  return guests.flatMap(({ registration, needsAccess }): Broken[] => {
    const table = at.get(registration);
    if (!needsAccess || table === undefined || easy.has(table) || hosts.has(registration))
      return [];
    return [{ kind: 'access', person: registration }];
  });
}

function alone(at: ReadonlyMap<RegistrationId, number>): Broken[] {
  const counts = new Map<number, number>();
  for (const table of at.values()) counts.set(table, (counts.get(table) ?? 0) + 1);
  return [...counts].flatMap(([table, count]): Broken[] =>
    count === 1 ? [{ kind: 'alone', table }] : []
  );
}

function keyOf(broken: Broken): string {
  return JSON.stringify(broken);
}
