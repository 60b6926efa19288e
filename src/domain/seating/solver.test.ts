import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundOf } from './bounds.ts';
import { findFaults, measureSeating } from './checking.ts';
import { construct } from './constructions.ts';
import { drawSeating } from './placing.ts';
import { pairsOf, type SeatingProblem } from './model.ts';
import { randomOf } from './random.ts';
import { tableSizes } from './sizes.ts';
import { seat, SeatingSearch } from './solver.ts';

/** The same tables in each round. */
function tables(rounds: number, sizes: readonly number[]): SeatingProblem {
  const guests = sizes.reduce((sum, size) => sum + size, 0);
  return { guests, rounds: Array.from({ length: rounds }, () => sizes) };
}

const groups = (number: number, size: number) => Array.from({ length: number }, () => size);

/** So many slices of search: the same answer on a slow machine and on a fast one. */
function solved(problem: SeatingProblem, slices: number, seed = 1) {
  let left = slices;
  const best = seat(problem, { seed, goOn: () => left-- > 0 });
  expect(findFaults(problem, best.seating)).toEqual([]);
  expect(measureSeating(problem, best.seating)).toEqual(best.measure);
  return best;
}

describe('published optima are reached', () => {
  test('17 coordinators at tables of 5, 4, 4 and 4 have all met after five rounds', () => {
    const best = solved(tables(5, tableSizes(17, 5)), 0);
    expect(best.measure).toMatchObject({ met: 136, neverMet: 0, repeats: 4 });
    expect(best.optimal).toBe(true);
  });

  test.each([
    [8, 4, 7],
    [8, 4, 8],
    [8, 4, 9],
    [5, 4, 5],
    [25, 8, 3],
    [50, 8, 4],
    [250, 8, 4],
    [9, 3, 13],
    [16, 4, 21],
    [10, 2, 19],
    [8, 4, 10],
    [10, 4, 13],
    [7, 4, 9],
    [13, 4, 17],
    [8, 8, 9],
    [8, 5, 8],
    [7, 5, 7],
    [6, 6, 3],
    [10, 10, 4],
    [12, 8, 6],
    [12, 6, 13],
    [15, 5, 16],
    [16, 8, 17],
    [20, 5, 21],
    [21, 6, 21]
  ])('%i tables of %i for %i rounds, without a search', (number, size, rounds) => {
    const search = new SeatingSearch(tables(rounds, groups(number, size)), 1);
    expect(search.best!.measure.repeats).toBe(0);
    expect(search.isOver).toBe(true);
    expect(findFaults(search.problem, search.best!.seating)).toEqual([]);
  });

  test.each([
    [6, 3, 8],
    [7, 3, 10],
    [9, 4, 11],
    [6, 4, 7],
    [6, 5, 6],
    [10, 5, 9],
    [10, 6, 7],
    [10, 7, 7],
    [10, 8, 5]
  ])(
    '%i tables of %i for %i rounds, by a symmetry',
    (number, size, rounds) => {
      const best = solved(tables(rounds, groups(number, size)), 600);
      expect(best.measure.repeats).toBe(0);
      expect(best.optimal).toBe(true);
    },
    30_000
  );

  test('tables of 8 and of 7 go together: 397 people, four rounds, nobody twice', () => {
    const best = solved(tables(4, tableSizes(397, 8)), 0);
    expect(best.measure.repeats).toBe(0);
  });
});

test('whatever is built by theory keeps its word: no two people twice', () => {
  for (let number = 2; number <= 22; number++)
    for (let size = 2; size <= 11; size++) {
      const { rounds } = construct(number, size);
      const problem = tables(rounds.length, groups(number, size));
      expect(findFaults(problem, rounds)).toEqual([]);
      expect(measureSeating(problem, rounds).repeats).toBe(0);
    }
});

describe('any seating found', () => {
  const problems = fc.record({
    people: fc.integer({ min: 2, max: 24 }),
    most: fc.integer({ min: 2, max: 7 }),
    rounds: fc.integer({ min: 1, max: 6 }),
    seed: fc.integer({ min: 0, max: 1000 })
  });

  test('is right, and never beats the bound', () => {
    fc.assert(
      fc.property(problems, ({ people, most, rounds, seed }) => {
        const problem = tables(rounds, tableSizes(people, most));
        const best = solved(problem, 2, seed);
        expect(best.measure.repeats).toBeGreaterThanOrEqual(best.bound.repeats);
        expect(best.measure.neverMet).toBeGreaterThanOrEqual(best.bound.neverMet);
        expect(best.measure.met + best.measure.neverMet).toBe(pairsOf(people));
        if (best.optimal) expect(best.measure.neverMet).toBe(best.bound.neverMet);
      }),
      { numRuns: 60 }
    );
  });

  test('is never worse than a draw', () => {
    fc.assert(
      fc.property(problems, ({ people, most, rounds, seed }) => {
        const problem = tables(rounds, tableSizes(people, most));
        const drawn = measureSeating(problem, drawSeating(problem, randomOf(seed)));
        expect(solved(problem, 2, seed).measure.met).toBeGreaterThanOrEqual(drawn.met);
      }),
      { numRuns: 40 }
    );
  });

  test('is the same for the same seed', () => {
    const problem = tables(5, groups(6, 4));
    expect(solved(problem, 5, 3).seating).toEqual(solved(problem, 5, 3).seating);
  });

  test('keeps what is fixed, who is together, who is apart and who is away', () => {
    const problem: SeatingProblem = {
      guests: 20,
      rounds: [groups(5, 4), groups(5, 4), [4, 4, 4, 4, 3], groups(5, 4)],
      fixed: [
        { guest: 0, table: 0 },
        { guest: 1, table: 1 },
        { guest: 7, table: 4, round: 1 }
      ],
      apart: [
        [2, 3],
        [0, 9]
      ],
      together: [[4, 5]],
      absent: [{ guest: 11, round: 2 }]
    };
    const best = solved(problem, 60);
    expect(best.measure.met).toBeGreaterThan(80);
  });

  test('gives each table the most valued meetings: two halves that do not know each other mix', () => {
    const guests = 16;
    const values = new Float64Array(guests * guests);
    for (let a = 0; a < guests; a++)
      for (let b = 0; b < guests; b++) values[a * guests + b] = a % 2 === b % 2 ? 0 : 1;
    const best = solved({ ...tables(2, groups(4, 4)), values }, 60);
    // Of the six pairs of a table of two and two, four are of the two halves: 16 a round, and no more can be.
    expect(best.measure.value).toBe(32);
  });
});

describe('a bound', () => {
  test('is of pairs, of people or of two rounds, whichever says the most', () => {
    expect(boundOf(tables(5, tableSizes(17, 5)))).toEqual({ repeats: 4, neverMet: 0, value: 136 });
    expect(boundOf(tables(10, groups(8, 4)))).toEqual({ repeats: 0, neverMet: 16, value: 480 });
    // Three tables of six: each table of a round is spread over three, two and two and two, and each two meet again.
    expect(boundOf(tables(2, groups(3, 6))).repeats).toBe(9);
    // One table: everybody meets again.
    expect(boundOf(tables(3, [6])).repeats).toBe(30);
  });
});

describe('what is wrong with a seating is said', () => {
  const problem = tables(1, [2, 2]);
  test.each([
    ['a round too few', [], 'rounds'],
    ['a table too few', [[[0, 1]]], 'tables'],
    ['sizes', [[[0, 1, 2], [3]]], 'people instead'],
    [
      'somebody twice',
      [
        [
          [0, 1],
          [1, 2]
        ]
      ],
      'seated 2 times'
    ],
    [
      'a stranger',
      [
        [
          [0, 1],
          [2, 9]
        ]
      ],
      'nobody is number 9'
    ]
  ])('%s', (_, seating, words) => {
    expect(findFaults(problem, seating).join()).toContain(words);
  });

  test('constraints', () => {
    const bound = {
      ...problem,
      fixed: [{ guest: 0, table: 1 }],
      together: [[0, 2] as const],
      apart: [[0, 1] as const]
    };
    expect(
      findFaults(bound, [
        [
          [0, 1],
          [2, 3]
        ]
      ])
    ).toHaveLength(3);
    expect(
      findFaults(bound, [
        [
          [1, 3],
          [0, 2]
        ]
      ])
    ).toEqual([]);
  });
});

test('people are seated in as few tables as can be, as evenly as can be, and nobody alone', () => {
  expect(tableSizes(17, 5)).toEqual([5, 4, 4, 4]);
  expect(tableSizes(17, 4)).toEqual([4, 4, 3, 3, 3]);
  expect(tableSizes(8, 8)).toEqual([8]);
  expect(tableSizes(0, 8)).toEqual([]);
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 3000 }),
      fc.integer({ min: 3, max: 12 }),
      (people, most) => {
        const sizes = tableSizes(people, most);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(people);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(most);
        expect(Math.min(...sizes)).toBeGreaterThan(1);
      }
    )
  );
});
