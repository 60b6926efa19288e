/** Problems that are like those of real meetings: weights, constraints, sizes that do not divide. Drawn from a seed. */
import type { SeatingProblem } from '#domain/seating/model.ts';
import { tableSizes } from '#domain/seating/sizes.ts';

export interface SeatingCase {
  readonly name: string;
  readonly problem: SeatingProblem;
}

/** The same tables in each round. */
export function plainCase(guests: number, most: number, rounds: number): SeatingProblem {
  return { guests, rounds: Array.from({ length: rounds }, () => tableSizes(guests, most)) };
}

/**
 * People of structures of three, of eight professions: worth 1 to meet, half more for another profession, half more
 * for another structure, half more again, one time out of four, because their structures do not know each other.
 */
export function withValues(problem: SeatingProblem): SeatingProblem {
  const { guests } = problem;
  const values = new Float64Array(guests * guests);
  for (let a = 0; a < guests; a++)
    for (let b = 0; b < a; b++) {
      const [one, other] = [Math.floor(a / 3), Math.floor(b / 3)];
      const profession = (a * 5) % 8 === (b * 5) % 8 ? 0 : 0.5;
      const unknown = (one * 7 + other * 13) % 4 === 0 ? 1.5 : 0;
      const value = one === other ? 0.05 : 1.5 + profession + unknown;
      values[a * guests + b] = values[b * guests + a] = value;
    }
  return { ...problem, values };
}

/** A host at each of some tables, some who need an easy access, some together, some apart, some away in a round. */
export function withConstraints(problem: SeatingProblem): SeatingProblem {
  const { guests, rounds } = problem;
  const tables = rounds[0]!.length;
  const some = Array.from({ length: Math.max(1, Math.floor(tables / 3)) }, (_, at) => at);
  const away = some.map((at) => ({ guest: guests - 1 - at, round: at % rounds.length }));
  return {
    ...problem,
    rounds: rounds.map((sizes, round) =>
      away
        .filter((one) => one.round === round)
        .reduce((left, _, at) => left.map((size, table) => size - Number(table === at)), sizes)
    ),
    fixed: some.map((at) => ({ guest: at, table: at })),
    allowed: some.map((at) => ({ guest: tables + at, tables: [0, 1] })).slice(0, 4),
    together: some.map((at) => [2 * tables + 2 * at, 2 * tables + 2 * at + 1] as const),
    apart: some.map((at) => [at, guests - 1 - at - tables] as const),
    absent: away
  };
}

export const CASES: readonly SeatingCase[] = [
  { name: '30 people, tables of at most 6, 6 rounds', problem: plainCase(30, 6, 6) },
  { name: '32 people at 8 tables, 9 rounds, values', problem: withValues(plainCase(32, 4, 9)) },
  { name: '47 people, at most 6, 5 rounds, values', problem: withValues(plainCase(47, 6, 5)) },
  {
    name: '47 people, at most 6, 5 rounds, constraints',
    problem: withConstraints(plainCase(47, 6, 5))
  },
  {
    name: '96 people, at most 8, 6 rounds, values and constraints',
    problem: withConstraints(withValues(plainCase(96, 8, 6)))
  },
  { name: '18 people, at most 5, 6 rounds', problem: plainCase(18, 5, 6) },
  { name: '120 people, at most 10, 5 rounds, values', problem: withValues(plainCase(120, 10, 5)) }
];

/** As many people as ever come: within how many seconds. */
export const LARGE = [
  { name: '400 people, 4 rounds, values', problem: withValues(plainCase(400, 8, 4)), seconds: 1 },
  {
    name: '400 people, 4 rounds, constraints',
    problem: withConstraints(plainCase(400, 8, 4)),
    seconds: 1
  },
  {
    name: '403 people, 4 rounds, values and constraints',
    problem: withConstraints(withValues(plainCase(403, 8, 4))),
    seconds: 1
  },
  {
    name: '2,000 people, 4 rounds, values',
    problem: withValues(plainCase(2000, 8, 4)),
    seconds: 10
  },
  {
    name: '2,003 people, 4 rounds, values and constraints',
    problem: withConstraints(withValues(plainCase(2003, 8, 4))),
    seconds: 10
  }
] as const;
