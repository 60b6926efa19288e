/**
 * Search among all seatings: two people of a round change places, and a change for the worse is accepted the less often
 * the colder it gets (S. Kirkpatrick and others, *Optimization by simulated annealing*, Science 220, 1983).
 */
import type { Guest, Seating, SeatingProblem } from './model.ts';
import { Bonds } from './bonds.ts';
import { drawSeating, placesIn, type Places } from './placing.ts';
import type { Random } from './random.ts';

/** While a bond is broken nothing else counts: half of the moves are at random, in bonds, over and over, until none is. */
const REPAIR = { hot: 0.5, cold: 0.1, moves: 20_000 };
/** In what a pair is worth. */
const HOT = 0.3;
const COLD = 0.06;
/** A seating to begin from is worth keeping: cooling begins as if it were so far gone. */
const WARM = 0.5;
/** Each cooling is slower than the last: what time there will be is not known. */
const SLOWER = 2;
const MOST_MOVES = 64_000_000;
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
  private movesATry: number;
  private tries = 0;
  /** Round by round: where those sit who may not sit anywhere, and who may move. */
  private readonly places: readonly Places[];
  private readonly movable: readonly (readonly Guest[])[];
  private tables: number[][][] = [];
  private tableOf: Int32Array[] = [];
  /** How many times each two sit together. */
  private readonly times: Uint8Array;
  private cost = 0;
  /** Bonds that are broken, and moves made to repair them. */
  private broken = 0;
  private repairs = 0;
  private done = 0;
  /** Cool enough for what is left to be worth keeping. */
  private isCool = false;
  private warm: number;
  private best: { broken: number; cost: number; seating: Seating } | null = null;

  /** @param start - a seating to begin from; drawn at random otherwise. */
  constructor(problem: SeatingProblem, random: Random, start: Seating | null = null) {
    this.problem = problem;
    this.random = random;
    this.guests = problem.guests;
    this.values = problem.values ?? null;
    this.scale = scaleOf(problem);
    this.bonds = new Bonds(problem);
    this.movesATry = 50_000 + 75 * problem.guests * problem.rounds.length;
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

  /**
   * Goes on for so many moves. Each time it has cooled, it begins again, more slowly: from another draw, or, one time out
   * of two, from the best seating known.
   */
  run(moves: number, known: Seating | null = null): void {
    for (let move = 0; move < moves; move++) {
      if (this.done >= this.movesATry) this.again(known);
      const cooled = this.warm + ((1 - this.warm) * this.done) / this.movesATry;
      this.isCool = cooled >= WARM;
      if (this.broken === 0) this.done++;
      else if (this.repairs++ % 2 === 0) {
        this.repair();
        continue;
      }
      this.move(this.scale * HOT * (COLD / HOT) ** cooled);
    }
    this.keepIfBest();
  }

  private again(known: Seating | null): void {
    this.keepIfBest();
    this.tries++;
    this.done = 0;
    this.movesATry = Math.min(MOST_MOVES, Math.ceil(this.movesATry * SLOWER));
    const isWarm = this.tries % 2 === 1;
    this.warm = isWarm ? WARM : 0;
    const start = isWarm ? (known ?? this.best!.seating) : null;
    this.begin(start ?? drawSeating(this.problem, this.random));
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
    this.broken = this.tableOf.reduce((sum, places) => sum + this.bonds.brokenIn(places).length, 0);
    this.keepIfBest();
  }

  private keepIfBest(): void {
    const { best, broken } = this;
    if (best) {
      const isAsWhole = broken === best.broken;
      if (broken > best.broken || (isAsWhole && this.cost >= best.cost - 1e-9)) return;
    }
    this.best = {
      broken,
      cost: this.cost,
      seating: this.tables.map((tables) => tables.map((table) => [...table]))
    };
  }

  private move(heat: number): void {
    const round = this.random.below(this.tables.length);
    const movable = this.movable[round]!;
    if (movable.length < 2) return;
    this.moveFor(round, this.oneOf(movable), this.oneOf(movable), heat);
  }

  /**
   * A move for somebody of a bond that is broken: elsewhere, or to the table of who she is to sit with (S. Minton and
   * others, *Minimizing conflicts*, Artificial Intelligence 58, 1992). Of hundreds of people, chance finds them too late.
   */
  private repair(): void {
    const broken = this.tableOf.flatMap((places, round) =>
      this.bonds.brokenIn(places).map((bond) => ({ ...bond, round }))
    );
    const { pair, kind, round } = this.oneOf(broken);
    const [guest, other] = this.random.below(2) === 0 ? pair : [pair[1], pair[0]];
    const among =
      kind === 'apart'
        ? this.movable[round]!
        : this.tables[round]![this.tableOf[round]![other]!]!.filter((one) => one !== other);
    if (among.length > 0) this.moveFor(round, guest, this.oneOf(among), 0);
  }

  private oneOf<T>(list: readonly T[]): T {
    return list[this.random.below(list.length)]!;
  }

  /** `a`, with her party, to where `b` sits, if it is worth it. */
  private moveFor(round: number, a: Guest, b: Guest, heat: number): void {
    const places = this.tableOf[round]!;
    const [from, to] = [places[a]!, places[b]!];
    if (from === to) return;
    const party = this.bonds.partyAt(places, a);
    if (party) this.moveParty(round, party, b, heat);
    else if (this.maySit(round, a, to) && this.maySit(round, b, from)) {
      const change = this.changeOf(round, a, b);
      const broken = this.bonds.brokenBy(places, a, b);
      if (this.accepts(change, broken, heat)) this.exchange(round, a, b, change);
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
    const { cost, broken } = this;
    for (const [at, guest] of party.entries()) this.exchange(round, guest, against[at]!);
    const isWorth = this.isWorth(this.cost - cost, this.broken - broken, heat, broken);
    if (isWorth) return;
    for (const [at, guest] of party.entries()) this.exchange(round, against[at]!, guest);
    this.cost = cost;
  }

  private accepts(change: number, broken: number, heat: number): boolean {
    if (!this.isWorth(change, broken, heat, this.broken)) return false;
    if (change > 0 && this.isCool) this.keepIfBest();
    return true;
  }

  /** @param before - bonds that were broken. */
  private isWorth(change: number, broken: number, heat: number, before: number): boolean {
    if (before === 0) return broken <= 0 && this.isDrawn(change, heat);
    const gone = (this.repairs % REPAIR.moves) / REPAIR.moves;
    return this.isDrawn(broken, REPAIR.hot * (REPAIR.cold / REPAIR.hot) ** gone);
  }

  private isDrawn(change: number, heat: number): boolean {
    return change <= 0 || this.random.next() < Math.exp(-change / heat);
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
    return change;
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

  private exchange(round: number, a: Guest, b: Guest, change = this.changeOf(round, a, b)): void {
    this.cost += change;
    const places = this.tableOf[round]!;
    const [from, to] = [places[a]!, places[b]!];
    this.replace(this.tables[round]![from]!, a, b);
    this.replace(this.tables[round]![to]!, b, a);
    this.broken += this.bonds.brokenBy(places, a, b);
    places[a] = to;
    places[b] = from;
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
