import { expect, test } from 'vitest';
import { fieldOf } from './field.ts';

test.each([2, 3, 4, 5, 7, 8, 9, 16, 25, 27])('the field of %i elements is one', (order) => {
  const field = fieldOf(order)!;
  const all = Array.from({ length: order }, (_, at) => at);
  for (const a of all) {
    expect(field.add(a, 0)).toBe(a);
    expect(field.multiply(a, 1)).toBe(a);
    expect(all.filter((b) => field.add(a, b) === 0)).toHaveLength(1);
    if (a > 0) expect(all.filter((b) => field.multiply(a, b) === 1)).toHaveLength(1);
    for (const b of all) {
      expect(field.multiply(a, b)).toBe(field.multiply(b, a));
      for (const c of all)
        expect(field.multiply(a, field.add(b, c))).toBe(
          field.add(field.multiply(a, b), field.multiply(a, c))
        );
    }
  }
});

test.each([1, 6, 10, 12, 15])('there is none of %i', (order) => {
  expect(fieldOf(order)).toBeNull();
});
