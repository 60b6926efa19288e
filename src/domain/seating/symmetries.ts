/** The symmetrical seatings to search among, for tables of a shape: those that succeed most often first. */
import { withinClasses } from './constructions.ts';
import { CyclicSearch, plansFor } from './cyclic.ts';
import { DifferenceSearch, differencePlans, type DifferencePlan } from './differences.ts';
import type { Rounds } from './model.ts';
import { randomOf, type Random } from './random.ts';

/** Tables of one size, the same in each round. */
export interface Shape {
  readonly groups: number;
  readonly size: number;
  /** Tables of one person fewer. */
  readonly short: number;
}

export interface SymmetricSearch {
  readonly name: string;
  readonly search: { run(moves: number): Rounds | null };
}

/** Cyclic symmetries tried side by side. */
const CYCLIC = 6;

export function symmetricSearches(shape: Shape, rounds: number, seed: number): SymmetricSearch[] {
  const differences = byDifferences(shape, rounds, seed);
  const turning = byTurning(shape, rounds, seed);
  // Differences are so much quicker, when they succeed, that they have a turn before each of the others.
  return turning.length > 0 ? turning.flatMap((one) => [...differences, one]) : differences;
}

/** Where classes can each sit apart, these rounds need no search. */
function byDifferences(
  { groups, size, short }: Shape,
  rounds: number,
  seed: number
): SymmetricSearch[] {
  const apart = short === 0 && groups % size === 0 ? withinClasses(groups, size) : [];
  const plans = differencePlans(groups, size, rounds).filter((plan) => !short || !plan.still);
  const name = 'matrice de différences';
  if (apart.length === 0 || rounds <= apart.length)
    return plans.map((plan, at) => ({
      name,
      search: new DifferenceSearch(plan, randomOf(seed + at))
    }));
  const fewer = differencePlans(groups, size, rounds - apart.length).filter((plan) => !plan.still);
  const completed = fewer.map((plan) => ({
    name,
    search: new CompletedSearch(plan, apart, randomOf(seed))
  }));
  return completed;
}

/** Rounds between classes, then those within. */
class CompletedSearch {
  private readonly search: DifferenceSearch;
  private readonly apart: Rounds;

  constructor(plan: DifferencePlan, apart: Rounds, random: Random) {
    this.search = new DifferenceSearch(plan, random);
    this.apart = apart;
  }

  run(moves: number): Rounds | null {
    const rounds = this.search.run(moves);
    return rounds && [...rounds, ...this.apart];
  }
}

function byTurning({ groups, size, short }: Shape, rounds: number, seed: number) {
  if (short > 0) return [];
  return plansFor(groups, size, rounds)
    .slice(0, CYCLIC)
    .map((plan, at) => ({
      name: 'symétrie cyclique',
      search: new CyclicSearch(plan, randomOf(seed + at))
    }));
}
