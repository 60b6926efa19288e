/** Finds who sits with whom: what theory gives first, then symmetrical seatings and all the others, in turn. */
import { Annealing } from './annealing.ts';
import { boundOf } from './bounds.ts';
import { findFaults, measureSeating } from './checking.ts';
import { findConflicts, type Conflict } from './conflicts.ts';
import { construct, transversal } from './constructions.ts';
import {
  isPlain,
  type Rounds,
  type Seating,
  type SeatingBound,
  type SeatingMeasure,
  type SeatingProblem
} from './model.ts';
import { randomOf } from './random.ts';
import { Relabelling } from './relabelling.ts';
import { symmetricSearches, type Shape, type SymmetricSearch } from './symmetries.ts';

export interface Seated {
  readonly seating: Seating;
  readonly measure: SeatingMeasure;
  readonly bound: SeatingBound;
  /** Constraints it does not keep: never any, unless they contradict each other or the search was cut short. */
  readonly broken: number;
  /** Proved: nobody can do better. */
  readonly optimal: boolean;
  /** What found it, in words. */
  readonly method: string;
}

/** Moves between two looks at the clock. */
const SLICE = 20_000;
/** For one of annealing; when pairs are not worth the same, meeting without a repeat is not all, and they have less. */
const SYMMETRIES_A_RUN = 3;
/** A relabelling that gains nothing any more ends. */
const IDLE = 40_000;

/**
 * A search that can be asked for its best answer at any time, and goes on as long as one wishes. Answers are the same
 * for the same problem, seed and number of slices.
 */
export class SeatingSearch {
  readonly problem: SeatingProblem;
  readonly bound: SeatingBound;
  /** Why nothing can keep all the constraints, where that is proved: the search is then over before it begins. */
  readonly conflicts: readonly Conflict[];
  private found: Seated | null = null;
  private readonly annealing: Annealing | null;
  private relabelling: { search: Relabelling; method: string } | null = null;
  private symmetric: SymmetricSearch[] = [];

  /** @param start - a seating to begin from: who still can keeps her place in it, until a better one is found. */
  constructor(problem: SeatingProblem, seed: number, start: Seating | null = null) {
    this.problem = problem;
    this.bound = boundOf(problem);
    this.conflicts = findConflicts(problem);
    const shape = shapeOf(problem);
    if (shape) this.construct(shape, seed);
    this.annealing = this.best?.optimal ? null : new Annealing(problem, randomOf(seed), start);
    if (this.annealing) this.offer(this.annealing.result.seating, 'recuit simulé');
    if (shape && this.bound.repeats === 0 && this.best!.measure.repeats > 0)
      this.symmetric = symmetricSearches(shape, problem.rounds.length, seed);
  }

  /** The best so far. */
  get best(): Seated | null {
    return this.found;
  }

  /** Whether nothing better can be found, or is looked for. */
  get isOver(): boolean {
    return this.found!.optimal || this.conflicts.length > 0;
  }

  /** Goes on for a while: some tens of milliseconds. */
  run(): void {
    if (this.isOver) return;
    this.relabel();
    this.turn(this.problem.values ? 1 : SYMMETRIES_A_RUN);
    if (!this.annealing || this.best!.optimal) return;
    this.annealing.run(SLICE, this.best!.seating);
    this.offer(this.annealing.result.seating, 'recuit simulé');
  }

  /** Some of the symmetries, each after the other. */
  private turn(share: number): void {
    for (const next of this.symmetric.slice(0, share)) {
      const rounds = next.search.run(SLICE);
      if (rounds) {
        this.symmetric = [];
        this.offerBuilt(rounds, next.name, 1);
        return;
      }
      this.symmetric = [...this.symmetric.slice(1), next];
    }
  }

  private relabel(): void {
    if (!this.relabelling) return;
    const { search, method } = this.relabelling;
    search.run(SLICE / 10);
    this.offer(search.result, method);
    if (search.idle > IDLE) this.relabelling = null;
  }

  private construct({ groups, size, short }: Shape, seed: number): void {
    const wanted = this.problem.rounds.length;
    const built = short > 0 ? transversal(groups, size) : construct(groups, size);
    if (built && built.rounds.length >= wanted) this.offerBuilt(built.rounds, built.name, seed);
    if (short !== groups - 1 || size <= 2) return;
    const smaller = construct(groups, size - 1);
    if (smaller.rounds.length >= wanted)
      this.offer(
        fit(this.problem, withOneMore(smaller.rounds)),
        `${smaller.name}, et une personne de plus`
      );
  }

  /** Rounds without a repeat: as they are when every pair is worth the same, else with each part given to somebody. */
  private offerBuilt(rounds: Rounds, method: string, seed: number): void {
    const seating = fit(this.problem, rounds);
    this.offer(seating, method);
    if (this.problem.values)
      this.relabelling = { search: new Relabelling(this.problem, seating, randomOf(seed)), method };
  }

  private offer(seating: Seating, method: string): void {
    if (this.found?.seating === seating) return;
    const { problem, bound } = this;
    const measure = measureSeating(problem, seating);
    const broken = findFaults(problem, seating).length;
    if (this.found && !isBetter({ measure, broken }, this.found)) return;
    const optimal = broken === 0 && measure.value >= bound.value - 1e-9;
    this.found = { seating, measure, bound, broken, method, optimal };
  }
}

interface SeatOptions {
  readonly seed?: number;
  /** A seating to begin from. */
  readonly start?: Seating | null;
  readonly goOn: (best: Seated) => boolean;
}

/**
 * Searches until it is proved that nothing is better, or `goOn` says no: asked every few tens of milliseconds, with the
 * best so far.
 */
export function seat(
  problem: SeatingProblem,
  { seed = 1, start = null, goOn }: SeatOptions
): Seated {
  const search = new SeatingSearch(problem, seed, start);
  while (!search.isOver && goOn(search.best!)) search.run();
  return search.best!;
}

/** Tables of one size, or some with one fewer, the same in each round, and nothing that tells people apart. */
function shapeOf(problem: SeatingProblem): Shape | null {
  const [first] = problem.rounds;
  if (!first || !isPlain(problem)) return null;
  const size = Math.max(...first);
  const short = first.filter((one) => one === size - 1).length;
  const isEven = first.every((one) => one >= size - 1);
  const isSame = problem.rounds.every(
    (sizes) => sizes.toSorted().join() === first.toSorted().join()
  );
  return isEven && isSame && size > 1 ? { groups: first.length, size, short } : null;
}

/**
 * Somebody more, who sits with the first guest in each round: when every two of the others meet, she meets them all,
 * and only the first one again.
 */
function withOneMore(rounds: Rounds): Rounds {
  const guest = rounds[0]!.flat().length;
  return rounds.map((tables) =>
    tables.map((table) => (table.includes(0) ? [...table, guest] : table))
  );
}

/** As many rounds as are asked for, without the guests there are not, each table where its size is asked for. */
function fit({ rounds, guests }: SeatingProblem, built: Rounds): Seating {
  return rounds.map((sizes, round) => {
    const tables = built[round]!.map((table) => table.filter((guest) => guest < guests)).toSorted(
      (a, b) => b.length - a.length
    );
    const bySize = sizes.map((size, at) => ({ size, at })).toSorted((a, b) => b.size - a.size);
    const placed: number[][] = sizes.map(() => []);
    for (const [rank, { at }] of bySize.entries()) placed[at] = tables[rank]!;
    return placed;
  });
}

type Offer = Pick<Seated, 'measure' | 'broken'>;

/** Constraints first, then what the pairs who meet are worth, then the fewest repeats. */
function isBetter(one: Offer, other: Offer): boolean {
  if (one.broken !== other.broken) return one.broken < other.broken;
  const gain = one.measure.value - other.measure.value;
  return gain > 1e-9 || (gain > -1e-9 && one.measure.repeats < other.measure.repeats);
}
