/**
 * Search among all seatings: two people of a round change places, and a change for the worse is accepted the less often
 * the colder it gets (S. Kirkpatrick and others, *Optimization by simulated annealing*, Science 220, 1983).
 */
import type { Guest, Seating, SeatingProblem } from './model.ts';
import { Bonds } from './bonds.ts';
import { drawSeating, placesIn, type Places } from './placing.ts';
import type { Random } from './random.ts';

/** Two people kept together who are not, or apart who are not: more than all that could be gained. */
const BROKEN = 1e6;
/** In what a pair is worth. */
const HOT = 0.3;
const COLD = 0.03;
/** A seating to begin from is worth keeping: the first cooling begins as if it were so far gone. */
const WARM = 0.5;
/** Of two seatings worth the same, that of fewer repeats. */
const TIE = 1e-4;

export class Annealing {
  private readonly problem: SeatingProblem;
  private readonly random: Random;
  private readonly guests: number;
  private readonly values: Float64Array | null;
  /** What a pair is worth when it is worth something, on average. */
  private readonly scale: number;
  private readonly bonds: Bonds;
  private readonly movesATry: number;
  /** Round by round: where those sit who may not sit anywhere, and who may move. */
  private readonly places: readonly Places[];
  private readonly movable: readonly (readonly Guest[])[];
  private tables: number[][][] = [];
  private tableOf: Int32Array[] = [];
  /** How many times each two sit together. */
  private readonly times: Uint8Array;
  private cost = 0;
  private done = 0;
  /** Cool enough for what is left to be worth keeping. */
  private isCool = false;
  private warm: number;
  private best: { cost: number; seating: Seating } | null = null;

  /** @param start - a seating to begin from; drawn at random otherwise. */
  constructor(problem: SeatingProblem, random: Random, start: Seating | null = null) {
    this.problem = problem;
    this.random = random;
    this.guests = problem.guests;
    this.values = problem.values ?? null;
    this.scale = scaleOf(problem);
    this.bonds = new Bonds(problem);
    this.movesATry = Math.min(4_000_000, 150_000 + 500 * problem.guests * problem.rounds.length);
    this.places = problem.rounds.map((_, round) => placesIn(problem, round));
    this.times = new Uint8Array(problem.guests ** 2);
    this.warm = start ? WARM : 0;
    this.begin(start ? drawSeating(problem, random, start) : drawSeating(problem, random));
    this.movable = this.tables.map((tables, round) =>
      tables
        .flat()
        .filter((guest) => (this.places[round]!.get(guest)?.size ?? 2) > 1)
        .toSorted((a, b) => a - b)
    );
  }

  /** The best seating so far; what it costs, only to be compared. */
  get result(): { readonly seating: Seating; readonly cost: number } {
    return this.best!;
  }

  /** Goes on for so many moves; begins again from another draw each time it has cooled. */
  run(moves: number): void {
    for (let move = 0; move < moves; move++) {
      if (this.done >= this.movesATry) {
        this.keepIfBest();
        this.done = 0;
        this.warm = 0;
        this.begin(drawSeating(this.problem, this.random));
      }
      const cooled = this.warm + ((1 - this.warm) * this.done) / this.movesATry;
      this.isCool = cooled >= WARM;
      this.done++;
      this.move(this.scale * HOT * (COLD / HOT) ** cooled);
    }
    this.keepIfBest();
  }

  private begin(start: Seating): void {
    this.tables = start.map((tables) => tables.map((table) => [...table]));
    this.tableOf = this.tables.map((tables) => {
      const places = new Int32Array(this.guests).fill(-1);
      for (const [at, table] of tables.entries()) for (const guest of table) places[guest] = at;
      return places;
    });
    this.times.fill(0);
    this.cost = 0;
    for (const table of this.tables.flat())
      for (const [at, a] of table.entries())
        for (const b of table.slice(at + 1)) {
          this.cost += this.meets(a, b);
          this.count(a, b, 1);
        }
    for (const places of this.tableOf) this.cost += BROKEN * this.bonds.brokenIn(places);
    this.keepIfBest();
  }

  private keepIfBest(): void {
    if (this.best && this.cost >= this.best.cost - 1e-9) return;
    this.best = {
      cost: this.cost,
      seating: this.tables.map((tables) => tables.map((table) => [...table]))
    };
  }

  private move(heat: number): void {
    const round = this.random.below(this.tables.length);
    const movable = this.movable[round]!;
    if (movable.length < 2) return;
    const a = movable[this.random.below(movable.length)]!;
    const b = movable[this.random.below(movable.length)]!;
    const places = this.tableOf[round]!;
    const [from, to] = [places[a]!, places[b]!];
    if (from === to) return;
    const party = this.bonds.partyAt(places, a);
    if (party) this.moveParty(round, party, b, heat);
    else if (this.maySit(round, a, to) && this.maySit(round, b, from)) {
      const change = this.changeOf(round, a, b);
      if (this.accepts(change, heat)) this.exchange(round, a, b, change);
    }
  }

  /** A party moves as one, against as many people of another table. */
  private moveParty(round: number, party: readonly Guest[], b: Guest, heat: number): void {
    const places = this.tableOf[round]!;
    const [from, to] = [places[party[0]!]!, places[b]!];
    const others = this.bonds.partyAt(places, b) ?? [b];
    const rest = this.random
      .shuffle([...this.tables[round]![to]!])
      .filter((guest) => !others.includes(guest));
    const against = [...others, ...rest].slice(0, party.length);
    if (against.length < party.length) return;
    if (!party.every((guest) => this.maySit(round, guest, to))) return;
    if (!against.every((guest) => this.maySit(round, guest, from))) return;
    const before = this.cost;
    for (const [at, guest] of party.entries()) this.exchangeAnyhow(round, guest, against[at]!);
    const change = this.cost - before;
    if (change <= 0 || this.random.next() < Math.exp(-change / heat)) return;
    for (const [at, guest] of party.entries()) this.exchangeAnyhow(round, against[at]!, guest);
    this.cost = before;
  }

  private accepts(change: number, heat: number): boolean {
    if (change <= 0) return true;
    if (this.random.next() >= Math.exp(-change / heat)) return false;
    if (this.isCool) this.keepIfBest();
    return true;
  }

  private maySit(round: number, guest: Guest, table: number): boolean {
    const places = this.places[round]!;
    return places.size === 0 || (places.get(guest)?.has(table) ?? true);
  }

  /** What it costs more that `a` and `b` take each other’s place. */
  private changeOf(round: number, a: Guest, b: Guest): number {
    const places = this.tableOf[round]!;
    const tables = this.tables[round]!;
    let change = 0;
    for (const other of tables[places[a]!]!)
      if (other !== a) change += this.meets(b, other) - this.parts(a, other);
    for (const other of tables[places[b]!]!)
      if (other !== b) change += this.meets(a, other) - this.parts(b, other);
    return this.bonds.isFree ? change : change + BROKEN * this.bonds.brokenBy(places, a, b);
  }

  /** What it costs that these two sit together once more. */
  private meets(a: Guest, b: Guest): number {
    const pair = a * this.guests + b;
    if (this.times[pair]! > 0) return TIE;
    return this.values ? -this.values[pair]! : -1;
  }

  /** What it cost that they did, the last time. */
  private parts(a: Guest, b: Guest): number {
    const pair = a * this.guests + b;
    if (this.times[pair]! > 1) return TIE;
    return this.values ? -this.values[pair]! : -1;
  }

  private exchangeAnyhow(round: number, a: Guest, b: Guest): void {
    this.exchange(round, a, b, this.changeOf(round, a, b));
  }

  private exchange(round: number, a: Guest, b: Guest, change: number): void {
    const places = this.tableOf[round]!;
    const [from, to] = [places[a]!, places[b]!];
    this.replace(this.tables[round]![from]!, a, b);
    this.replace(this.tables[round]![to]!, b, a);
    places[a] = to;
    places[b] = from;
    this.cost += change;
  }

  private replace(table: number[], before: Guest, after: Guest): void {
    for (const other of table)
      if (other !== before) {
        this.count(before, other, -1);
        this.count(after, other, 1);
      }
    table[table.indexOf(before)] = after;
  }

  private count(a: Guest, b: Guest, by: number): void {
    const times = this.times[a * this.guests + b]! + by;
    this.times[a * this.guests + b] = times;
    this.times[b * this.guests + a] = times;
  }
}

function scaleOf({ values, guests }: SeatingProblem): number {
  if (!values) return 1;
  let [sum, count] = [0, 0];
  for (let at = 0; at < guests * guests; at++)
    if (values[at]! > 0) {
      sum += values[at]!;
      count++;
    }
  return count > 0 ? sum / count : 1;
}
