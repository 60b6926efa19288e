/**
 * Search among all seatings: two people of a round change places, and a change for the worse is accepted the less often
 * the colder it gets (S. Kirkpatrick and others, *Optimization by simulated annealing*, Science 220, 1983).
 */
import { valueOf, type Seating, type SeatingProblem } from './model.ts';
import type { Random } from './random.ts';

/** Two people kept together who are not, or apart who are not: more than all that could be gained. */
const BROKEN = 1e6;
const HOT = 0.6;
const COLD = 0.06;

export class Annealing {
  private readonly problem: SeatingProblem;
  private readonly random: Random;
  /** Of the first meeting of each pair; below zero for a pair kept apart. */
  private readonly values: Float64Array;
  /** Of a meeting beyond the first. */
  private readonly repeat: number;
  private readonly movesATry: number;
  /** Who may move, round by round, and the table at which each one sits. */
  private readonly movable: number[][];
  private tables: number[][][] = [];
  private tableOf: Int32Array[] = [];
  private met = new Uint8Array(0);
  private cost = 0;
  private done = 0;
  private best: { cost: number; seating: Seating } | null = null;

  /** @param start - a seating to begin from, which respects what is fixed; drawn at random otherwise. */
  constructor(problem: SeatingProblem, random: Random, start: Seating | null = null) {
    this.problem = problem;
    this.random = random;
    this.values = costsOf(problem);
    this.repeat = meanOf(problem);
    this.movesATry = Math.min(4_000_000, 150_000 + 500 * problem.guests * problem.rounds.length);
    this.movable = problem.rounds.map((_, round) => movableIn(problem, round));
    this.begin(start ?? drawSeating(problem, random));
  }

  /** The best seating so far; what it costs is 0 when every pair of some value meets and none meets again. */
  get result(): { readonly seating: Seating; readonly cost: number } {
    return this.best!;
  }

  /** Goes on for so many moves; begins again from another draw each time it has cooled. */
  run(moves: number): void {
    for (let move = 0; move < moves && this.best!.cost > 1e-9; move++) {
      if (this.done > 0 && this.done % this.movesATry === 0)
        this.begin(drawSeating(this.problem, this.random));
      const cooled = (this.done % this.movesATry) / this.movesATry;
      this.done++;
      this.swap(this.repeat * HOT * (COLD / HOT) ** cooled);
      if (this.cost < this.best!.cost - 1e-9) this.keep();
    }
  }

  private begin(start: Seating): void {
    const { guests } = this.problem;
    this.tables = start.map((tables) => tables.map((table) => [...table]));
    this.tableOf = this.tables.map((tables) => {
      const places = new Int32Array(guests).fill(-1);
      for (const [at, table] of tables.entries()) for (const guest of table) places[guest] = at;
      return places;
    });
    this.met = new Uint8Array(guests * guests);
    this.cost = 0;
    for (let at = 0; at < guests * guests; at++)
      if (Math.floor(at / guests) < at % guests) this.cost += Math.max(0, this.values[at]!);
    for (const table of this.tables.flat())
      for (const [at, a] of table.entries())
        for (const b of table.slice(at + 1)) this.cost += this.meet(a, b);
    for (const places of this.tableOf)
      for (const [a, b] of this.problem.together ?? [])
        if (places[a]! >= 0 && places[b]! >= 0 && places[a] !== places[b]) this.cost += BROKEN;
    if (!this.best || this.cost < this.best.cost) this.keep();
  }

  private keep(): void {
    this.best = {
      cost: this.cost,
      seating: this.tables.map((tables) => tables.map((table) => [...table]))
    };
  }

  private meet(a: number, b: number): number {
    const { guests } = this.problem;
    const times = this.met[a * guests + b]!++;
    this.met[b * guests + a] = times + 1;
    const value = this.values[a * guests + b]!;
    if (value <= -BROKEN / 2) return BROKEN;
    return times === 0 ? -value : this.repeat;
  }

  private part(a: number, b: number): number {
    const { guests } = this.problem;
    const times = --this.met[a * guests + b]!;
    this.met[b * guests + a] = times;
    const value = this.values[a * guests + b]!;
    if (value <= -BROKEN / 2) return -BROKEN;
    return times === 0 ? value : -this.repeat;
  }

  private swap(heat: number): void {
    const round = this.random.below(this.tables.length);
    const movable = this.movable[round]!;
    if (movable.length < 2) return;
    const a = movable[this.random.below(movable.length)]!;
    const b = movable[this.random.below(movable.length)]!;
    const places = this.tableOf[round]!;
    const [from, to] = [places[a]!, places[b]!];
    if (from === to) return;
    const change = this.exchange(round, a, b);
    if (change <= 0 || this.random.next() < Math.exp(-change / heat)) this.cost += change;
    else this.exchange(round, b, a);
  }

  /** `a` takes the place of `b`, and `b` hers. @returns what it costs more. */
  private exchange(round: number, a: number, b: number): number {
    const places = this.tableOf[round]!;
    const [from, to] = [places[a]!, places[b]!];
    const change = this.replace(round, from, a, b) + this.replace(round, to, b, a);
    places[a] = to;
    places[b] = from;
    return change + this.brokenBy(round, a, b, from, to);
  }

  private replace(round: number, at: number, before: number, after: number): number {
    const table = this.tables[round]![at]!;
    let change = 0;
    for (const other of table) if (other !== before) change += this.part(before, other);
    table[table.indexOf(before)] = after;
    for (const other of table) if (other !== after) change += this.meet(after, other);
    return change;
  }

  /** Those kept together whom this exchange separates, less those it joins. */
  private brokenBy(round: number, a: number, b: number, from: number, to: number): number {
    const { together } = this.problem;
    if (!together || together.length === 0) return 0;
    const places = this.tableOf[round]!;
    const before = (guest: number) => (guest === a ? from : guest === b ? to : places[guest]!);
    let change = 0;
    for (const [one, other] of together) {
      if (places[one]! < 0 || places[other]! < 0) continue;
      change += Number(places[one] !== places[other]) - Number(before(one) !== before(other));
    }
    return BROKEN * change;
  }
}

function costsOf(problem: SeatingProblem): Float64Array {
  const { guests } = problem;
  const values = problem.values
    ? Float64Array.from(problem.values)
    : new Float64Array(guests * guests).fill(1);
  for (const [a, b] of problem.apart ?? [])
    values[a * guests + b] = values[b * guests + a] = -BROKEN;
  return values;
}

/** A repeat costs what a pair is worth on average: then the fewest repeats are the most pairs met. */
function meanOf(problem: SeatingProblem): number {
  if (!problem.values) return 1;
  let [sum, count] = [0, 0];
  for (let a = 0; a < problem.guests; a++)
    for (let b = a + 1; b < problem.guests; b++) {
      sum += valueOf(problem, a, b);
      count++;
    }
  return count > 0 && sum > 0 ? sum / count : 1;
}

function movableIn({ guests, fixed, absent }: SeatingProblem, round: number): number[] {
  const held = new Set<number>();
  for (const one of fixed ?? [])
    if (one.round === undefined || one.round === round) held.add(one.guest);
  for (const one of absent ?? []) if (one.round === round) held.add(one.guest);
  return Array.from({ length: guests }, (_, guest) => guest).filter((guest) => !held.has(guest));
}

/** Everybody somewhere, at random, who has a fixed place at it. */
export function drawSeating(problem: SeatingProblem, random: Random): Seating {
  return problem.rounds.map((sizes, round) => {
    const tables: number[][] = sizes.map(() => []);
    const away = new Set(
      (problem.absent ?? []).filter((one) => one.round === round).map(({ guest }) => guest)
    );
    const placed = new Set<number>(away);
    for (const { guest, table, round: only } of problem.fixed ?? [])
      if ((only === undefined || only === round) && !placed.has(guest)) {
        tables[table]?.push(guest);
        placed.add(guest);
      }
    const others = Array.from({ length: problem.guests }, (_, guest) => guest).filter(
      (guest) => !placed.has(guest)
    );
    random.shuffle(others);
    for (const [at, size] of sizes.entries()) {
      const table = tables[at]!;
      table.push(...others.splice(0, Math.max(0, size - table.length)));
    }
    return tables;
  });
}
