/**
 * A plain simulated annealing, as a textbook has it: two people of a round change places, and it cools from hot to cold
 * once over the time it is given. It shares nothing with the product but the statement of the problem: it is what the
 * product must never do worse than.
 */
import type { Seating, SeatingProblem } from '#domain/seating/model.ts';

/** A broken constraint, in pairs of the greatest value. */
const PENALTY = 1000;
const HOT = 1;
const COLD = 0.02;

interface State {
  readonly problem: SeatingProblem;
  readonly seats: number[][];
  readonly tables: number[][];
  readonly times: Int32Array;
  readonly scale: number;
}

/** @param progress - how far it has gone, from 0 to 1, asked for every thousand moves. */
export function annealPlainly(
  problem: SeatingProblem,
  seed: number,
  progress: (moves: number) => number
): Seating {
  const next = generator(seed);
  const state = begin(problem, next);
  let heat = HOT;
  for (let moves = 0; ; moves++) {
    if (moves % 1000 === 0) {
      const gone = progress(moves);
      if (gone >= 1) return seatingOf(state);
      heat = state.scale * HOT * (COLD / HOT) ** gone;
    }
    const round = Math.floor(next() * problem.rounds.length);
    const people = state.seats[round]!;
    const [one, other] = [Math.floor(next() * people.length), Math.floor(next() * people.length)];
    if (state.tables[round]![one] === state.tables[round]![other]) continue;
    const before = costAround(state, round, one, other);
    swap(state, round, one, other);
    const change = costAround(state, round, one, other) - before;
    if (change > 0 && next() >= Math.exp(-change / heat)) swap(state, round, one, other);
  }
}

function generator(seed: number): () => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

/** Seats of a round in a row, with the table of each. */
function begin(problem: SeatingProblem, next: () => number): State {
  const { guests, rounds, values } = problem;
  const seats = rounds.map((_, round) => {
    const away = new Set(
      (problem.absent ?? []).filter((one) => one.round === round).map((one) => one.guest)
    );
    const people = Array.from({ length: guests }, (_, guest) => guest).filter(
      (guest) => !away.has(guest)
    );
    for (let at = people.length - 1; at > 0; at--) {
      const other = Math.floor(next() * (at + 1));
      [people[at], people[other]] = [people[other]!, people[at]!];
    }
    return people;
  });
  const tables = rounds.map((sizes) =>
    sizes.flatMap((size, table) => new Array<number>(size).fill(table))
  );
  const times = new Int32Array(guests * guests);
  const positive = values?.filter((value) => value > 0);
  const scale = positive ? positive.reduce((sum, one) => sum + one, 0) / positive.length : 1;
  const state = { problem, seats, tables, times, scale };
  for (const round of rounds.keys()) countRound(state, round, 1);
  return state;
}

function countRound({ problem, seats, tables, times }: State, round: number, by: number): void {
  const people = seats[round]!;
  for (const [one, a] of people.entries())
    for (const [other, b] of people.entries())
      if (one !== other && tables[round]![one] === tables[round]![other])
        times[a * problem.guests + b] = times[a * problem.guests + b]! + by;
}

/** What these two seats cost: who is there twice with the same, who is where she may not be. */
function costAround(state: State, round: number, one: number, other: number): number {
  return costOf(state, round, one) + costOf(state, round, other);
}

function costOf({ problem, seats, tables, times, scale }: State, round: number, seat: number) {
  const people = seats[round]!;
  const at = tables[round]!;
  const guest = people[seat]!;
  let cost = 0;
  const first = at.indexOf(at[seat]!);
  for (let next = first; at[next] === at[seat]; next++) {
    const pair = guest * problem.guests + people[next]!;
    if (next !== seat && times[pair] === 1) cost -= problem.values?.[pair] ?? 1;
  }
  return cost + scale * PENALTY * brokenBy(problem, people, at, round, seat);
}

function brokenBy(
  problem: SeatingProblem,
  people: readonly number[],
  at: readonly number[],
  round: number,
  seat: number
): number {
  const guest = people[seat]!;
  const tableOf = (who: number) => at[people.indexOf(who)];
  let broken = 0;
  for (const one of problem.fixed ?? [])
    if (one.guest === guest && (one.round ?? round) === round && one.table !== at[seat]) broken++;
  for (const one of problem.allowed ?? [])
    if (one.guest === guest && !one.tables.includes(at[seat]!)) broken++;
  for (const [a, b] of problem.together ?? [])
    if ((a === guest || b === guest) && tableOf(a) !== tableOf(b)) broken++;
  for (const [a, b] of problem.apart ?? [])
    if ((a === guest || b === guest) && tableOf(a) === tableOf(b)) broken++;
  return broken;
}

/** Two people of a round exchange their seats, and are counted with their new neighbours. */
function swap({ problem, seats, tables, times }: State, round: number, one: number, other: number) {
  const people = seats[round]!;
  const at = tables[round]!;
  const add = (pair: number, by: number) => (times[pair] = times[pair]! + by);
  const count = (seat: number, by: number) => {
    const guest = people[seat]!;
    for (let next = at.indexOf(at[seat]!); at[next] === at[seat]; next++)
      if (next !== seat) {
        add(guest * problem.guests + people[next]!, by);
        add(people[next]! * problem.guests + guest, by);
      }
  };
  count(one, -1);
  count(other, -1);
  [people[one], people[other]] = [people[other]!, people[one]!];
  count(one, 1);
  count(other, 1);
}

function seatingOf({ problem, seats, tables }: State): Seating {
  return problem.rounds.map((sizes, round) =>
    sizes.map((_, table) => seats[round]!.filter((__, seat) => tables[round]![seat] === table))
  );
}
