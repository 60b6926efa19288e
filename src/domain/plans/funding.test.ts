import { describe, expect, test } from 'vitest';
import { closedYearsTouched, inOrder, isSameFunding } from './funding.ts';
import type { FundingLine } from './sheet.ts';

const line = (traits: Partial<FundingLine> = {}): FundingLine => ({
  ...{ funder: 'Département', structure: null, year: 2026, planned: 500_000, actual: null },
  ...{ note: '', renewsYearly: false, ...traits }
});

describe('a closed year', () => {
  test('is touched by what is added to it, taken off it or changed in it', () => {
    const before = [line(), line({ year: 2027 })];
    expect(closedYearsTouched(before, [...before, line({ funder: 'ARS' })], [2026])).toEqual([
      2026
    ]);
    expect(closedYearsTouched(before, [line({ year: 2027 })], [2026])).toEqual([2026]);
    expect(closedYearsTouched(before, [line({ actual: 1 }), before[1]!], [2026])).toEqual([2026]);
  });

  test('is not touched by another year, nor by the order of its lines', () => {
    const before = [line(), line({ funder: 'ARS' })];
    const after = [line({ year: 2027 }), before[1]!, before[0]!];
    expect(closedYearsTouched(before, after, [2026])).toEqual([]);
  });
});

test('lines go year after year, and in a year as they were written', () => {
  const lines = [line({ year: null }), line({ year: 2027 }), line({ funder: 'ARS' }), line()];
  expect(inOrder(lines)).toEqual([lines[2], lines[3], lines[1], lines[0]]);
  expect(isSameFunding(lines, inOrder(lines))).toBe(true);
});

test('the same lines in another order are something else to show', () => {
  const lines = [line(), line({ funder: 'ARS' })];
  expect(isSameFunding(lines, [...lines])).toBe(true);
  expect(isSameFunding(lines, lines.toReversed())).toBe(false);
});
