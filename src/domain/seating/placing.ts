/** Who may sit where, and a first seating that respects it: a matching of people to seats, exact in each round. */
import type { Guest, Seating, SeatingProblem } from './model.ts';
import { randomOf, type Random } from './random.ts';

/** In a round, the tables of who may not sit at all of them. */
export type Places = ReadonlyMap<Guest, ReadonlySet<number>>;

/** What is fixed, and what is allowed, as one thing. Those who are absent have no place. */
export function placesIn(problem: SeatingProblem, round: number): Places {
  const all = problem.rounds[round]!.map((_, table) => table);
  const away = absentIn(problem, round);
  const places = new Map<Guest, Set<number>>();
  const restrict = (guest: Guest, tables: readonly number[]) => {
    if (away.has(guest)) return;
    const before = places.get(guest) ?? new Set(all);
    places.set(guest, new Set(tables.filter((table) => before.has(table))));
  };
  for (const { guest, table, round: only } of problem.fixed ?? [])
    if (only === undefined || only === round) restrict(guest, [table]);
  for (const { guest, tables } of problem.allowed ?? []) restrict(guest, tables);
  return places;
}

export function absentIn({ absent }: SeatingProblem, round: number): Set<Guest> {
  return new Set((absent ?? []).filter((one) => one.round === round).map(({ guest }) => guest));
}

/** Who must sit with whom, by links of links; who is bound to nobody is not listed. */
export function partiesOf({ guests, together }: SeatingProblem): Guest[][] {
  const leader = Array.from({ length: guests }, (_, guest) => guest);
  const find = (guest: Guest): Guest => {
    let at = guest;
    while (leader[at] !== at) at = leader[at]!;
    return at;
  };
  for (const [a, b] of together ?? []) leader[find(a)] = find(b);
  const parties = new Map<Guest, Guest[]>();
  for (const guest of new Set((together ?? []).flat()))
    parties.set(find(guest), [...(parties.get(find(guest)) ?? []), guest]);
  return [...parties.values()].filter((party) => party.length > 1);
}

/** Draws of the parties before one in which each person who may not sit anywhere has a seat is done without. */
const DRAWS = 30;

/**
 * Everybody somewhere, where she may sit; parties together where there is room.
 *
 * @param start - a seating to stay near: whoever still can keeps her table.
 */
export function drawSeating(
  problem: SeatingProblem,
  random: Random,
  start: Seating | null = null
): Seating {
  const parties = partiesOf(problem);
  return problem.rounds.map((sizes, round) => {
    const places = placesIn(problem, round);
    const away = absentIn(problem, round);
    const present = parties
      .map((party) => party.filter((guest) => !away.has(guest)))
      .filter((party) => party.length > 1);
    const seats = seatFirst({ places, sizes, parties: present, near: start?.[round] }, random);
    return fillTables(problem, round, seats, random, start?.[round]);
  });
}

interface FirstSeats {
  readonly places: Places;
  readonly sizes: readonly number[];
  readonly parties: readonly Guest[][];
  readonly near: Seating[number] | undefined;
}

/** Parties, then each person who may not sit anywhere. */
function seatFirst({ places, sizes, parties, near }: FirstSeats, random: Random) {
  for (let draw = 0; draw < DRAWS; draw++) {
    const seats = draw === 0 && near ? new Map() : drawParties({ places, sizes, parties }, random);
    if (!seats) continue;
    const free = sizes.map((size, at) => size - [...seats.values()].filter((t) => t === at).length);
    const others = new Map([...places].filter(([guest]) => !seats.has(guest)));
    const { seats: matched, crowds } = matchSeats(others, free, random, near);
    if (crowds.length === 0) return new Map<Guest, number>([...seats, ...matched]);
  }
  return matchSeats(places, sizes, random, near).seats;
}

/** A table for each party, where all of it may sit; null when this draw has none left for one. */
function drawParties(
  { places, sizes, parties }: Omit<FirstSeats, 'near'>,
  random: Random
): Map<Guest, number> | null {
  const seats = new Map<Guest, number>();
  const free = [...sizes];
  const bySize = random.shuffle([...parties]).toSorted((a, b) => b.length - a.length);
  for (const party of bySize) {
    const table = random
      .shuffle(sizes.map((_, at) => at))
      .find(
        (at) =>
          free[at]! >= party.length && party.every((guest) => places.get(guest)?.has(at) ?? true)
      );
    if (table === undefined) return null;
    free[table] = free[table]! - party.length;
    for (const guest of party) seats.set(guest, table);
  }
  return seats;
}

function fillTables(
  problem: SeatingProblem,
  round: number,
  seats: ReadonlyMap<Guest, number>,
  random: Random,
  near: Seating[number] | undefined
): number[][] {
  const sizes = problem.rounds[round]!;
  const tables: number[][] = sizes.map(() => []);
  const seated = absentIn(problem, round);
  const sit = (guest: Guest, table: number) => {
    tables[table]!.push(guest);
    seated.add(guest);
  };
  for (const [guest, table] of seats) sit(guest, table);
  for (const [at, size] of sizes.entries())
    for (const guest of near?.[at] ?? [])
      if (guest < problem.guests && !seated.has(guest) && tables[at]!.length < size) sit(guest, at);
  const others = Array.from({ length: problem.guests }, (_, guest) => guest).filter(
    (guest) => !seated.has(guest)
  );
  random.shuffle(others);
  for (const [at, size] of sizes.entries())
    tables[at]!.push(...others.splice(0, Math.max(0, size - tables[at]!.length)));
  return tables;
}

/**
 * A table for each of those who may not sit anywhere (augmenting paths; H. Kuhn, 1955).
 *
 * @param near - tables to be preferred, when they can be.
 * @returns also, when somebody has none, all who ask for the same seats, fewer than there are of them (P. Hall, 1935).
 */
export function matchSeats(
  places: Places,
  sizes: readonly number[],
  random: Random = randomOf(1),
  near?: Seating[number]
): { readonly seats: ReadonlyMap<Guest, number>; readonly crowds: readonly Guest[][] } {
  const at: Guest[][] = sizes.map(() => []);
  const seats = new Map<Guest, number>();
  const wantedBy = (guest: Guest) =>
    random
      .shuffle([...places.get(guest)!])
      .toSorted(
        (a, b) => Number(near?.[b]?.includes(guest) ?? 0) - Number(near?.[a]?.includes(guest) ?? 0)
      );
  const sit = (guest: Guest, seen: Set<number>): boolean => {
    for (const table of wantedBy(guest)) {
      if (seen.has(table)) continue;
      seen.add(table);
      if (at[table]!.length >= (sizes[table] ?? 0)) {
        const leaver = at[table]!.find((other) => sit(other, seen));
        if (leaver === undefined) continue;
        at[table]!.splice(at[table]!.indexOf(leaver), 1);
      }
      at[table]!.push(guest);
      seats.set(guest, table);
      return true;
    }
    return false;
  };
  const byChoice = [...places.keys()].toSorted((a, b) => places.get(a)!.size - places.get(b)!.size);
  const crowds: Guest[][] = [];
  for (const guest of byChoice) {
    const seen = new Set<number>();
    if (!sit(guest, seen)) crowds.push([guest, ...[...seen].flatMap((table) => at[table]!)]);
  }
  return { seats, crowds };
}
