import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findFaults } from './checking.ts';
import { findConflicts } from './conflicts.ts';
import type { SeatingProblem } from './model.ts';
import { tableSizes } from './sizes.ts';
import { seat, SeatingSearch } from './solver.ts';

/** A seating is drawn first, and constraints that it keeps: there is always an answer. */
const possible = fc
  .record({
    people: fc.integer({ min: 6, max: 26 }),
    most: fc.integer({ min: 3, max: 6 }),
    rounds: fc.integer({ min: 1, max: 4 }),
    order: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    picks: fc.array(fc.nat({ max: 1000 }), { minLength: 12, maxLength: 12 }),
    seed: fc.nat({ max: 1000 })
  })
  .map(({ people, most, rounds, order, picks, seed }) => {
    const guests = Array.from({ length: people }, (_, guest) => guest);
    const key = guests.map(() => order.next().value as number);
    const line = guests.toSorted((a, b) => key[a]! - key[b]!);
    const sizes = tableSizes(people, most);
    const tableOf = new Map<number, number>();
    let from = 0;
    for (const [table, size] of sizes.entries()) {
      for (const guest of line.slice(from, from + size)) tableOf.set(guest, table);
      from += size;
    }
    const some = (at: number) => picks[at]! % people;
    const pairs = [
      [some(0), some(1)],
      [some(2), some(3)],
      [some(4), some(5)],
      [some(6), some(7)]
    ].filter(([a, b]) => a !== b) as [number, number][];
    const areTogether = ([a, b]: [number, number]) => tableOf.get(a) === tableOf.get(b);
    const away = some(11);
    const problem: SeatingProblem = {
      guests: people,
      // Somebody is away in the first round: her table has a seat fewer.
      rounds: Array.from({ length: rounds }, (_, round) =>
        sizes.map((size, table) => size - Number(round === 0 && table === tableOf.get(away)))
      ),
      fixed: [some(8), some(9)].map((guest) => ({ guest, table: tableOf.get(guest)! })),
      allowed: [
        { guest: some(10), tables: [tableOf.get(some(10))!, (picks[0]! + 1) % sizes.length] }
      ],
      together: pairs.filter(areTogether),
      apart: pairs.filter((pair) => !areTogether(pair)),
      absent: [{ guest: away, round: 0 }]
    };
    return { problem, seed };
  });

test('constraints that something keeps are never said to be in conflict, and are kept', () => {
  fc.assert(
    fc.property(possible, ({ problem, seed }) => {
      expect(findConflicts(problem)).toEqual([]);
      let left = 12;
      const best = seat(problem, { seed, goOn: ({ broken }) => broken > 0 && left-- > 0 });
      expect(findFaults(problem, best.seating)).toEqual([]);
      expect(best.broken).toBe(0);
      expect(best.measure.repeats).toBeGreaterThanOrEqual(best.bound.repeats);
      expect(best.measure.neverMet).toBeGreaterThanOrEqual(best.bound.neverMet);
      expect(best.measure.value).toBeLessThanOrEqual(best.bound.value);
    }),
    { numRuns: 60 }
  );
});

describe('what nothing can keep is said, and not searched for', () => {
  const eight: SeatingProblem = {
    guests: 8,
    rounds: [
      [4, 4],
      [4, 4]
    ]
  };
  const host = (guest: number, table: number) => ({ guest, table });
  test.each<[string, Partial<SeatingProblem>, object]>([
    ['a seat too few', { guests: 9 }, { kind: 'seats', round: 0, seats: 8, people: 9 }],
    [
      'two tables for one person',
      { fixed: [host(3, 0), host(3, 1)] },
      { kind: 'places', round: 0, guests: [3] }
    ],
    ['a table that is not there', { fixed: [host(3, 7)] }, { kind: 'places', guests: [3] }],
    [
      'no table that is allowed',
      { allowed: [{ guest: 5, tables: [] }] },
      { kind: 'places', guests: [5] }
    ],
    [
      'five people for four seats',
      { allowed: [0, 1, 2, 3, 4].map((guest) => ({ guest, tables: [1] })) },
      { kind: 'places', round: 0 }
    ],
    [
      'together at two tables',
      { together: [[0, 1]], fixed: [host(0, 0), host(1, 1)] },
      { kind: 'party', round: 0, guests: [0, 1] }
    ],
    [
      'together, more than a table has seats',
      {
        together: [
          [0, 1],
          [1, 2],
          [2, 3],
          [3, 4]
        ]
      },
      { kind: 'party', round: 0 }
    ],
    [
      'together by a third, and apart',
      {
        together: [
          [0, 1],
          [1, 2]
        ],
        apart: [[0, 2]]
      },
      { kind: 'together-apart', guests: [0, 2] }
    ],
    [
      'three apart at two tables',
      {
        apart: [
          [0, 1],
          [1, 2],
          [0, 2]
        ]
      },
      { kind: 'apart', round: 0 }
    ]
  ])('%s', (_, more, conflict) => {
    const problem = { ...eight, ...more };
    expect(findConflicts(problem)).toContainEqual(expect.objectContaining(conflict));
    const search = new SeatingSearch(problem, 1);
    expect(search.isOver).toBe(true);
    expect(search.best!.optimal).toBe(false);
    expect(search.best!.broken).toBeGreaterThan(0);
  });

  test('somebody away takes no seat, and bonds with her do not hold', () => {
    const problem: SeatingProblem = {
      guests: 3,
      rounds: [[2], [2, 1]],
      absent: [{ guest: 2, round: 0 }],
      apart: [[0, 2]]
    };
    expect(findConflicts(problem)).toEqual([]);
    let left = 5;
    const best = seat(problem, { goOn: () => left-- > 0 });
    expect(findFaults(problem, best.seating)).toEqual([]);
  });
});

test('those who may sit at few tables have them, whoever came first', () => {
  const problem: SeatingProblem = {
    guests: 12,
    rounds: [
      [4, 4, 4],
      [4, 4, 4]
    ],
    allowed: Array.from({ length: 8 }, (_, guest) => ({
      guest,
      tables: guest < 4 ? [0, 1] : [0, 1, 2].slice(guest % 2)
    })),
    fixed: [{ guest: 11, table: 0 }]
  };
  let left = 3;
  const best = seat(problem, { goOn: () => left-- > 0 });
  expect(findFaults(problem, best.seating)).toEqual([]);
});
