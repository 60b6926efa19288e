import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pageNumbers } from './pages.ts';

it('shows the first, the last, and the neighbours of the current page', () => {
  expect(pageNumbers(6, 20)).toEqual([1, null, 5, 6, 7, null, 20]);
  expect(pageNumbers(1, 2)).toEqual([1, 2]);
  expect(pageNumbers(3, 5)).toEqual([1, 2, 3, 4, 5]);
  expect(pageNumbers(1, 9)).toEqual([1, 2, null, 9]);
});

it('always holds the current page, in order, and never hides a single page', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 400 }), (a, b) => {
      const [page, pages] = a < b ? [a, b] : [b, a];
      const numbers = pageNumbers(page, pages);
      expect(numbers).toContain(page);
      numbers.forEach((n, at) => {
        if (n !== null || at === 0) return;
        expect((numbers[at + 1] ?? 0) - (numbers[at - 1] ?? 0)).toBeGreaterThan(2);
      });
    })
  );
});
