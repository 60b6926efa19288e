/**
 * Seatings with a symmetry: one round is searched for, the others are the same one turned.
 *
 * Guests are c classes of m who turn together (x becomes x + 1 modulo m), and f who do not move. A base round turned m
 * times gives m rounds, and nobody meets twice as soon as no *difference* occurs twice in the base rounds: within a
 * class ±(x − y), half of m excluded; between two classes y − x; and, of who does not move, the class she sits with. A
 * round may also be unmoved as a whole: its blocks hold one guest of each class, and their turns fill it. So few
 * differences are to be arranged that a search which fails on the seating itself succeeds here (difference methods:
 * Colbourn and Dinitz, *Handbook of Combinatorial Designs*, VI.16).
 */
import { pairsOf, type Rounds } from './model.ts';
import type { Random } from './random.ts';

export interface CyclicPlan {
  readonly groups: number;
  readonly size: number;
  /** Who turns: `classes` of `period`. */
  readonly period: number;
  readonly classes: number;
  /** Who does not move. */
  readonly still: number;
  /** Base rounds, each turned `period` times. */
  readonly turned: number;
  /** Rounds unmoved as a whole. */
  readonly unmoved: number;
  /** Whether the classes, and who does not move, also turn three by three: only a third of the base round is searched. */
  readonly threefold: boolean;
}

/** The symmetries that could give so many rounds without a repeat, those that leave the most room first. */
export function plansFor(groups: number, size: number, rounds: number): CyclicPlan[] {
  const guests = groups * size;
  const plans: (CyclicPlan & { room: number })[] = [];
  for (let period = 3; period <= guests && period <= 64; period++)
    for (let turned = 1; turned <= 3; turned++)
      for (const unmoved of [0, 1, 2, 3])
        for (const threefold of [false, true]) {
          const classes = Math.floor(guests / period);
          const still = guests - classes * period;
          const plan = { groups, size, period, classes, still, turned, unmoved, threefold };
          if (turned * period + unmoved < rounds || !makesSense(plan, rounds)) continue;
          const room = 1 - needed(plan) / available(plan);
          if (room >= 0) plans.push({ ...plan, room });
        }
  return plans.toSorted((a, b) => b.room - a.room || b.period - a.period);
}

/** No base round too many; those who do not move sit apart; an unmoved round is filled by its blocks. */
function makesSense(plan: CyclicPlan, rounds: number): boolean {
  const { groups, size, period, classes, still, turned, unmoved } = plan;
  if (classes < 1 || still > groups) return false;
  if ((turned - 1) * period + unmoved >= rounds || (unmoved > 0 && turned * period >= rounds))
    return false;
  if (plan.threefold && (unmoved > 0 || [classes, still, groups].some((one) => one % 3 !== 0)))
    return false;
  return unmoved === 0 || (still === 0 && classes % size === 0);
}

function needed({ groups, size, classes, turned, unmoved }: CyclicPlan): number {
  return pairsOf(size) * (turned * groups + (unmoved * classes) / size);
}

function available({ period, classes, still }: CyclicPlan): number {
  return classes * Math.floor((period - 1) / 2) + pairsOf(classes) * period + still * classes;
}

/** A search among the base rounds of a plan, by annealing on the differences that occur too often. */
export class CyclicSearch {
  readonly plan: CyclicPlan;
  private readonly random: Random;
  private readonly guests: number;
  /** Seats of a base round that are searched for. */
  private readonly searched: number;
  /** The difference of each pair of guests. */
  private readonly difference: Int32Array;
  private readonly allowed: Int32Array;
  private counts: Int32Array;
  /** Who sits in each seat of the base rounds, then in each seat of the blocks of the unmoved ones. */
  private seats: Int32Array;
  private cost = Infinity;
  private done = 0;

  constructor(plan: CyclicPlan, random: Random) {
    this.plan = plan;
    this.random = random;
    this.guests = plan.groups * plan.size;
    this.searched = this.guests / (plan.threefold ? 3 : 1);
    const { difference, allowed } = differencesOf(plan);
    this.difference = difference;
    this.allowed = allowed;
    this.counts = new Int32Array(allowed.length);
    this.seats = new Int32Array(0);
  }

  /** Goes on for so many moves. @returns the rounds once nothing occurs twice; null until then. */
  run(moves: number): Rounds | null {
    for (let move = 0; move < moves && this.cost > 0; move++) {
      if (this.done % MOVES_A_TRY === 0) this.begin();
      const heat = HOT * (COLD / HOT) ** ((this.done % MOVES_A_TRY) / MOVES_A_TRY);
      this.done++;
      if (this.cost > 0) this.move(heat);
    }
    return this.cost === 0 ? this.unfold() : null;
  }

  private begin(): void {
    const { turned, unmoved, classes, period } = this.plan;
    const base = Array.from({ length: turned }, () =>
      this.random.shuffle(
        this.plan.threefold
          ? this.oneOfEachThree()
          : Array.from({ length: this.guests }, (_, at) => at)
      )
    ).flat();
    const blocks = Array.from({ length: unmoved }, () =>
      this.random
        .shuffle(Array.from({ length: classes }, (_, at) => at))
        .map((one) => one * period + this.random.below(period))
    ).flat();
    this.seats = Int32Array.from([...base, ...blocks]);
    this.counts = new Int32Array(this.allowed.length);
    this.cost = 0;
    for (let seat = 0; seat < this.seats.length; seat++)
      for (let other = this.tableOf(seat); other < seat; other++)
        this.cost += this.add(this.seats[seat]!, this.seats[other]!);
  }

  private oneOfEachThree(): number[] {
    const firsts = Array.from({ length: this.guests }, (_, guest) => guest).filter(
      (guest) => rankInThree(this.plan, guest) === 0
    );
    return firsts.map((guest) => thirdTurn(this.plan, guest, this.random.below(3)));
  }

  /** The first seat of the same table: tables follow each other, all of the same size. */
  private tableOf(seat: number): number {
    return seat - (seat % this.plan.size);
  }

  private add(a: number, b: number): number {
    const difference = this.difference[a * this.guests + b]!;
    return this.counts[difference]!++ >= this.allowed[difference]! ? 1 : 0;
  }

  private remove(a: number, b: number): number {
    const difference = this.difference[a * this.guests + b]!;
    return this.counts[difference]!-- > this.allowed[difference]! ? -1 : 0;
  }

  private move(heat: number): void {
    const seat = this.random.below(this.seats.length);
    if (seat >= this.plan.turned * this.searched) this.turn(seat, heat);
    else if (this.plan.threefold && this.random.below(2) === 0) this.turn(seat, heat);
    else this.swap(seat, seat - (seat % this.searched) + this.random.below(this.searched), heat);
  }

  /** Another of her three; in a block of an unmoved round, another of her class. */
  private turn(seat: number, heat: number): void {
    const { period, threefold } = this.plan;
    const before = this.seats[seat]!;
    const after = threefold
      ? thirdTurn(this.plan, before, 1 + this.random.below(2))
      : before - (before % period) + this.random.below(period);
    if (after === before) return;
    const change = this.replace(seat, before, after);
    if (this.accepts(change, heat)) {
      this.seats[seat] = after;
      this.cost += change;
    } else this.replace(seat, after, before);
  }

  private swap(seat: number, other: number, heat: number): void {
    if (this.tableOf(seat) === this.tableOf(other)) return;
    const [a, b] = [this.seats[seat]!, this.seats[other]!];
    const change = this.replace(seat, a, b) + this.replace(other, b, a);
    if (this.accepts(change, heat)) {
      this.seats[seat] = b;
      this.seats[other] = a;
      this.cost += change;
    } else {
      this.replace(seat, b, a);
      this.replace(other, a, b);
    }
  }

  /** Counts `after` among the neighbours of a seat instead of `before`. */
  private replace(seat: number, before: number, after: number): number {
    const first = this.tableOf(seat);
    let change = 0;
    for (let at = first; at < first + this.plan.size; at++)
      if (at !== seat) change += this.remove(before, this.seats[at]!);
    for (let at = first; at < first + this.plan.size; at++)
      if (at !== seat) change += this.add(after, this.seats[at]!);
    return change;
  }

  private accepts(change: number, heat: number): boolean {
    return change <= 0 || this.random.next() < Math.exp(-change / heat);
  }

  private unfold(): Rounds {
    const { period, turned, unmoved, classes, size, threefold } = this.plan;
    const turn = (guest: number, by: number) => {
      if (guest >= classes * period) return guest;
      const first = guest - (guest % period);
      return first + ((guest - first + by) % period);
    };
    const thirds = threefold ? [0, 1, 2] : [0];
    const tables = (from: number, seats: number) =>
      Array.from({ length: seats / size }, (_, at) => [
        ...this.seats.subarray(from + at * size, from + (at + 1) * size)
      ]);
    const turns = Array.from({ length: period }, (_, by) => by);
    const moved = Array.from({ length: turned }, (_, base) =>
      turns.map((by) =>
        thirds.flatMap((third) =>
          tables(base * this.searched, this.searched).map((table) =>
            table.map((guest) => turn(thirdTurn(this.plan, guest, third), by))
          )
        )
      )
    ).flat();
    const still = Array.from({ length: unmoved }, (_, at) =>
      tables(turned * this.searched + at * classes, classes).flatMap((block) =>
        turns.map((by) => block.map((guest) => turn(guest, by)))
      )
    );
    return [...still, ...moved];
  }
}

/** Moves before beginning again, and the heats between which they cool: what found the most in trials. */
const MOVES_A_TRY = 1_000_000;
const HOT = 0.5;
const COLD = 0.15;

/** Numbers the differences: two pairs that a turn takes to each other have the same. */
function differencesOf(plan: CyclicPlan) {
  const { period, classes, still } = plan;
  const guests = classes * period + still;
  const numbers = new Map<string, number>();
  const allowed: number[] = [];
  const difference = new Int32Array(guests * guests).fill(-1);
  for (let a = 0; a < guests; a++)
    for (let b = 0; b < guests; b++) {
      if (a === b) continue;
      const { name, most } = canonical(plan, a, b);
      let number = numbers.get(name);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(name, number);
        allowed.push(most);
      }
      difference[a * guests + b] = number;
    }
  return { difference, allowed: Int32Array.from(allowed) };
}

/** Of the names that the third turns give to a difference, one. */
function canonical(plan: CyclicPlan, a: number, b: number) {
  const names = (plan.threefold ? [0, 1, 2] : [0]).map((by) => {
    const [one, other] = [thirdTurn(plan, a, by), thirdTurn(plan, b, by)];
    return nameDifference(plan, Math.min(one, other), Math.max(one, other));
  });
  return names.reduce((least, one) => (one.name < least.name ? one : least));
}

/** Which of its three a class, or somebody who does not move, is. */
function rankInThree({ classes, period }: CyclicPlan, guest: number): number {
  const turning = classes * period;
  return (guest < turning ? Math.floor(guest / period) : guest - turning) % 3;
}

/** The same element of the class `by` further in its three; of who does not move, the one `by` further. */
function thirdTurn(plan: CyclicPlan, guest: number, by: number): number {
  if (by === 0) return guest;
  const rank = rankInThree(plan, guest);
  const step = guest < plan.classes * plan.period ? plan.period : 1;
  return guest + (((rank + by) % 3) - rank) * step;
}

/** @param a - the smaller. A pair that its own turns bring back sooner, or that never turns, would meet again: never allowed. */
function nameDifference({ period, classes }: CyclicPlan, a: number, b: number) {
  const turning = classes * period;
  const [one, other] = [Math.floor(a / period), Math.floor(b / period)];
  if (a >= turning) return { name: 'still', most: 0 };
  if (b >= turning) return { name: `${one}:${b}`, most: 1 };
  const distance = ((b % period) - (a % period) + period) % period;
  if (one !== other) return { name: `${one}-${other}+${distance}`, most: 1 };
  const apart = Math.min(distance, period - distance);
  return { name: `${one}±${apart}`, most: 2 * apart === period ? 0 : 1 };
}
