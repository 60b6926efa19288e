import { expect, test } from 'vitest';
import { findFaults, measureSeating } from '#domain/seating/checking.ts';
import { seat } from '#domain/seating/solver.ts';
import { annealPlainly } from './plain-annealing.ts';
import { plainCase, withConstraints, withValues } from './seating-cases.ts';

/** Moves of a slice of the product’s annealing; four of them take less time than a plain one, which is not so careful. */
const SLICE = 20_000;
const AS_LONG = 4;

test.each([
  ['equal tables', plainCase(20, 4, 6), 12],
  ['tables of two sizes', plainCase(18, 5, 6), 12],
  ['values', withValues(plainCase(32, 4, 9)), 12],
  ['constraints', withConstraints(plainCase(24, 4, 4)), 12],
  ['values and constraints', withConstraints(withValues(plainCase(30, 6, 4))), 16]
])(
  '%s: never worse than a plain annealing of as long',
  (_, problem, slices) => {
    for (const seed of [1, 2, 3]) {
      let left = slices;
      const ours = seat(problem, { seed, goOn: () => left-- > 0 });
      const plain = annealPlainly(problem, seed, (moves) => (AS_LONG * moves) / (slices * SLICE));
      expect(findFaults(problem, ours.seating)).toEqual([]);
      expect(ours.measure.value).toBeGreaterThanOrEqual(
        measureSeating(problem, plain).value - 1e-9
      );
    }
  },
  30_000
);
