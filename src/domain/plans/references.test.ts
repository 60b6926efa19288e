import { describe, expect, test } from 'vitest';
import type { ActionSheetId } from '#shared/ids.ts';
import { findLoop } from './references.ts';

const ids = (...all: number[]) => all as ActionSheetId[];
const leanings = (...pairs: [number, number][]) =>
  pairs.map(([from, to]) => ({ from: from as ActionSheetId, to: to as ActionSheetId }));
const [one] = ids(1) as [ActionSheetId];

describe('a circle of sheets', () => {
  test('is told from the sheet to itself, by its shortest way', () => {
    const known = leanings([2, 3], [3, 4], [4, 1], [2, 4]);
    expect(findLoop(known, one, ids(2))).toEqual(ids(1, 2, 4, 1));
  });

  test('of one sheet alone is one', () => {
    expect(findLoop([], one, ids(1))).toEqual(ids(1, 1));
  });

  test('is none when sheets lean on the same ones without coming back', () => {
    expect(findLoop(leanings([2, 4], [3, 4], [4, 5]), one, ids(2, 3))).toBeNull();
  });

  test('elsewhere does not make the search endless', () => {
    expect(findLoop(leanings([2, 3], [3, 2]), one, ids(2))).toBeNull();
  });
});
