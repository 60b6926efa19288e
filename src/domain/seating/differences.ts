/**
 * Seatings of guests in classes that move through the tables one by one, found by a search for the moves alone.
 *
 * Each class has as many guests as there are moving tables, m, and there are `still` others. In a round a class either
 * moves by some number, one of its guests at each of the m tables, or sits whole at a table that does not move, once in
 * all. Two guests of two classes meet in the rounds where the moves of their classes differ by one same number: nobody
 * meets twice as soon as, for every two classes, these differences are all different. That is a partial difference
 * matrix, or, with still tables, an incomplete transversal design (Colbourn and Dinitz, *Handbook of Combinatorial
 * Designs*, III.4: 10-8-5 is of four Latin squares of order 10 but for a hole of order 2, A. Brouwer 1984).
 */
import type { Rounds } from './model.ts';
import type { Random } from './random.ts';

export interface DifferencePlan {
  readonly moving: number;
  readonly still: number;
  readonly classes: number;
  readonly rounds: number;
}

/** With tables that do not move, and without, where there could be so many rounds. */
export function differencePlans(groups: number, size: number, rounds: number): DifferencePlan[] {
  if (size <= 2 || rounds < 2) return [];
  const still = groups - size;
  const plans: DifferencePlan[] = [];
  if (still > 0 && still * rounds <= groups)
    plans.push({ moving: size, still, classes: groups, rounds });
  if (rounds <= groups) plans.push({ moving: groups, still: 0, classes: size, rounds });
  return plans;
}

const MOVES_A_TRY = 400_000;
const HOT = 0.6;
const COLD = 0.12;
const STILL = -1;

export class DifferenceSearch {
  readonly plan: DifferencePlan;
  private readonly random: Random;
  /** Round by round, the move of each class; STILL where it sits at a table that does not. */
  private moves: number[][] = [];
  /** How many rounds two classes differ by some number: (class, class, number). */
  private counts = new Uint8Array(0);
  private cost = Infinity;
  private done = 0;

  constructor(plan: DifferencePlan, random: Random) {
    this.plan = plan;
    this.random = random;
  }

  /** Goes on for so many moves. @returns the rounds once nobody meets twice; null until then. */
  run(moves: number): Rounds | null {
    for (let move = 0; move < moves && this.cost > 0; move++) {
      if (this.done % MOVES_A_TRY === 0) this.begin();
      const cooled = (this.done % MOVES_A_TRY) / MOVES_A_TRY;
      this.done++;
      this.change(HOT * (COLD / HOT) ** cooled);
    }
    return this.cost === 0 ? this.unfold() : null;
  }

  private begin(): void {
    const { moving, still, classes, rounds } = this.plan;
    this.moves = Array.from({ length: rounds }, (_, round) =>
      Array.from({ length: classes }, (__, one) => {
        const sitsStill = still > 0 && Math.floor(one / still) === round;
        return sitsStill ? STILL : this.random.below(moving);
      })
    );
    this.counts = new Uint8Array(classes * classes * moving);
    this.cost = 0;
    for (let round = 0; round < rounds; round++)
      for (let one = 0; one < classes; one++)
        for (let other = 0; other < one; other++) this.cost += this.add(round, one, other);
  }

  private change(heat: number): void {
    const { moving, classes, rounds } = this.plan;
    const row = this.moves[this.random.below(rounds)]!;
    const one = this.random.below(classes);
    const before = row[one]!;
    if (before === STILL) return;
    const after = (before + 1 + this.random.below(moving - 1)) % moving;
    let change = 0;
    for (let other = 0; other < classes; other++)
      if (other !== one && row[other] !== STILL) {
        const from = this.at(one, other, before, row[other]!);
        const to = this.at(one, other, after, row[other]!);
        change += Number(this.counts[to]! > 0) - Number(this.counts[from]! > 1);
      }
    if (change > 0 && this.random.next() >= Math.exp(-change / heat)) return;
    for (let other = 0; other < classes; other++)
      if (other !== one && row[other] !== STILL) {
        this.count(this.at(one, other, before, row[other]!), -1);
        this.count(this.at(one, other, after, row[other]!), 1);
      }
    row[one] = after;
    this.cost += change;
  }

  private add(round: number, one: number, other: number): number {
    const [a, b] = [this.moves[round]![one]!, this.moves[round]![other]!];
    if (a === STILL || b === STILL) return 0;
    return this.count(this.at(one, other, a, b), 1) > 1 ? 1 : 0;
  }

  private count(at: number, by: number): number {
    this.counts[at] = this.counts[at]! + by;
    return this.counts[at];
  }

  /** Where the difference of two classes is counted; the same whichever comes first. */
  private at(one: number, other: number, a: number, b: number): number {
    const { moving, classes } = this.plan;
    const difference = one < other ? b - a : a - b;
    const pair = Math.min(one, other) * classes + Math.max(one, other);
    return pair * moving + ((difference + moving) % moving);
  }

  /** Guests are numbered class by class. */
  private unfold(): Rounds {
    const { moving } = this.plan;
    return this.moves.map((row) => [
      ...Array.from({ length: moving }, (_, table) =>
        row.flatMap((by, one) => (by === STILL ? [] : [one * moving + ((table + by) % moving)]))
      ),
      ...row.flatMap((by, one) =>
        by === STILL ? [Array.from({ length: moving }, (_, at) => one * moving + at)] : []
      )
    ]);
  }
}
