import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INDICATOR_KINDS } from '../indicators.ts';
import { readFigure, typedFigure } from './figure.ts';

test('figures are read as French people type them', () => {
  expect(readFigure('count', '1\u202f200')).toBe(1200);
  expect(readFigure('count', ' 12,5 ')).toBe(12.5);
  expect(readFigure('score', '\u221210')).toBe(-10);
  expect(readFigure('share', '85 %')).toBe(0.85);
  expect(readFigure('share', '29')).toBe(0.29);
  expect(readFigure('amount', '1 500,50 €')).toBe(150_050);
  expect(readFigure('yes-no', 'Oui')).toBe(1);
});

test('nothing typed is null, and what cannot be read is not nought', () => {
  for (const kind of INDICATOR_KINDS) {
    expect(readFigure(kind, ' ')).toBeNull();
    for (const typed of ['beaucoup', '1/2', '12..5', '--3'])
      expect(readFigure(kind, typed)).toBeUndefined();
  }
});

test('a figure that is typed again is the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), (hundredths) => {
      const value = hundredths / 100;
      expect(readFigure('count', typedFigure('count', value))).toBe(value);
      expect(readFigure('mark', typedFigure('mark', value))).toBe(value);
      const share = Number((value / 1000).toFixed(8));
      expect(readFigure('share', typedFigure('share', share))).toBe(share);
      expect(readFigure('amount', typedFigure('amount', hundredths))).toBe(hundredths);
    })
  );
});
