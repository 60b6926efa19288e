import { describe, expect, test } from 'vitest';
import { findFaults, measureSeating } from './checking.ts';
import type { Seating, SeatingProblem } from './model.ts';
import { seat, SeatingSearch } from './solver.ts';
import { tableSizes } from './sizes.ts';

const problem: SeatingProblem = {
  guests: 22,
  rounds: Array.from({ length: 4 }, () => tableSizes(22, 5)),
  apart: [[0, 1]],
  together: [[2, 3]]
};

describe('the same seed', () => {
  test('gives the same seating, however the slices are asked for', () => {
    const slices = (count: number) => {
      const search = new SeatingSearch(problem, 7);
      for (let slice = 0; slice < count; slice++) search.run();
      return search.best!;
    };
    let left = 6;
    const asked = seat(problem, { seed: 7, goOn: () => left-- > 0 });
    expect(slices(6)).toEqual(asked);
    expect(slices(6)).toEqual(slices(6));
  });

  test('and another one gives as good a seating by another way', () => {
    let left = 0;
    const [one, other] = [1, 2].map((seed) => {
      left = 8;
      return seat(problem, { seed, goOn: () => left-- > 0 });
    });
    expect(one!.seating).not.toEqual(other!.seating);
    expect(Math.abs(one!.measure.met - other!.measure.met)).toBeLessThan(4);
  });
});

describe('a seating to begin from', () => {
  const before = seat(problem, { goOn: () => false }).seating;

  test('is the first answer when it is right', () => {
    const search = new SeatingSearch(problem, 3, before);
    expect(search.best!.seating).toEqual(before);
  });

  test('keeps its places but for who must move, and is bettered', () => {
    const pinned: SeatingProblem = {
      ...problem,
      fixed: [{ guest: 4, table: (tableOf(before, 0, 4) + 1) % 5, round: 0 }]
    };
    const search = new SeatingSearch(pinned, 3, before);
    expect(search.best!.seating.slice(1)).toEqual(before.slice(1));
    const moved = Array.from({ length: 22 }, (_, guest) => guest).filter(
      (guest) => tableOf(before, 0, guest) !== tableOf(search.best!.seating, 0, guest)
    );
    expect(moved.length).toBeLessThanOrEqual(3);
    const first = search.best!.measure.met;
    for (let slice = 0; slice < 8; slice++) search.run();
    expect(findFaults(pinned, search.best!.seating)).toEqual([]);
    expect(search.best!.measure.met).toBeGreaterThan(first);
    expect(measureSeating(pinned, search.best!.seating)).toEqual(search.best!.measure);
  });
});

function tableOf(seating: Seating, round: number, guest: number): number {
  return seating[round]!.findIndex((table) => table.includes(guest));
}

describe('rules among hundreds of people', () => {
  const tables = 50;
  const some = Array.from({ length: 16 }, (_, at) => at);
  const crowd: SeatingProblem = {
    guests: 400,
    rounds: Array.from({ length: 4 }, () => tableSizes(400, 8)),
    fixed: some.map((at) => ({ guest: at, table: at })),
    together: some.map((at) => [2 * tables + 2 * at, 2 * tables + 2 * at + 1] as const),
    apart: [
      ...some.map((at) => [at, 300 + at] as const),
      ...some.flatMap((at) => some.map((other) => [200 + at, 250 + other] as const))
    ]
  };

  test('are all respected within one slice, whatever the first draw breaks', () => {
    for (const seed of [1, 2, 3]) {
      const search = new SeatingSearch(crowd, seed);
      expect(search.best!.broken).toBeGreaterThan(0);
      search.run();
      expect(findFaults(crowd, search.best!.seating)).toEqual([]);
    }
  });
});
