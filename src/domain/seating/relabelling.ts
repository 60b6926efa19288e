/** Who takes which part in a seating that is good already: nobody meets twice the more, and those meet who should. */
import { valueOf, type Seating, type SeatingProblem } from './model.ts';
import type { Random } from './random.ts';

/** Two people exchange all their places at once, when the pairs that meet are then worth more. */
export class Relabelling {
  private readonly problem: SeatingProblem;
  private readonly random: Random;
  private readonly seating: Seating;
  /** Whether two parts meet. */
  private readonly meets: Uint8Array;
  private readonly guestOf: number[];
  /** Moves since one was worth something. */
  idle = 0;

  constructor(problem: SeatingProblem, seating: Seating, random: Random) {
    this.problem = problem;
    this.random = random;
    this.seating = seating;
    const { guests } = problem;
    this.meets = new Uint8Array(guests * guests);
    for (const table of seating.flat())
      for (const a of table) for (const b of table) if (a !== b) this.meets[a * guests + b] = 1;
    this.guestOf = random.shuffle(Array.from({ length: guests }, (_, part) => part));
  }

  run(moves: number): void {
    for (let move = 0; move < moves; move++) {
      const [one, other] = [
        this.random.below(this.problem.guests),
        this.random.below(this.problem.guests)
      ];
      if (one === other || this.gain(one, other) <= 1e-9) {
        this.idle++;
        continue;
      }
      [this.guestOf[one], this.guestOf[other]] = [this.guestOf[other]!, this.guestOf[one]!];
      this.idle = 0;
    }
  }

  get result(): Seating {
    return this.seating.map((tables) =>
      tables.map((table) => table.map((part) => this.guestOf[part]!))
    );
  }

  private gain(one: number, other: number): number {
    const { guests } = this.problem;
    const [a, b] = [this.guestOf[one]!, this.guestOf[other]!];
    let gain = 0;
    for (let part = 0; part < guests; part++) {
      if (part === one || part === other) continue;
      const change = this.meets[one * guests + part]! - this.meets[other * guests + part]!;
      if (change === 0) continue;
      const guest = this.guestOf[part]!;
      gain += change * (valueOf(this.problem, b, guest) - valueOf(this.problem, a, guest));
    }
    return gain;
  }
}
