import { expect, test } from 'vitest';
import { addUp, haveMet, type Outcome } from './feedback.ts';

const MONTH = '2026-11-01';
const pairs = (count: number, said: readonly [Outcome | null, Outcome | null] = [null, null]) =>
  Array.from({ length: count }, () => said);

test('two have met when one says so and the other does not say otherwise', () => {
  expect(haveMet('met', null)).toBe(true);
  expect(haveMet('planned', 'met')).toBe(true);
  expect(haveMet('met', 'not-yet')).toBe(false);
  expect(haveMet('no', 'met')).toBe(false);
  expect(haveMet(null, null)).toBe(false);
});

test('a month of five pairs is added up; of fewer, only their number is told', () => {
  const said = [...pairs(3), ...pairs(1, ['met', null]), ...pairs(1, ['planned', 'not-yet'])];
  expect(addUp(MONTH, said)).toEqual({ month: MONTH, pairs: 5, met: 1, planned: 1 });
  const few = { month: MONTH, pairs: 4, met: null, planned: null };
  expect(addUp(MONTH, pairs(4, ['met', 'met']))).toEqual(few);
  expect(addUp(MONTH, pairs(4))).toEqual(few);
});
