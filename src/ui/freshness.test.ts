import { expect, it } from 'vitest';
import { freshnessOf } from './freshness.ts';

const day = (text: string) => new Date(`${text}T12:00:00Z`);

it('is stale once the review period is over', () => {
  expect(freshnessOf(day('2026-01-10'), 12, day('2027-01-09'))).toBe('fresh');
  expect(freshnessOf(day('2026-01-10'), 12, day('2027-01-11'))).toBe('stale');
});

it('counts civil months, whatever their length', () => {
  expect(freshnessOf(day('2026-08-31'), 6, day('2027-02-28'))).toBe('fresh');
  expect(freshnessOf(day('2026-08-31'), 6, day('2027-03-01'))).toBe('stale');
});

it('never confirmed is its own state', () => {
  expect(freshnessOf(null, 12, day('2026-01-01'))).toBe('never');
});
