import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allowedTypos, isWithin, lettersOf, mayBeWithin } from './typo.ts';

test('one typo is forgiven from five letters, two from nine', () => {
  expect(['sein', 'brest', 'plouarze', 'plouarzel'].map(allowedTypos)).toEqual([0, 1, 1, 2]);
});

test('a letter added, dropped, changed or swapped is one typo', () => {
  for (const typed of ['breest', 'bret', 'brist', 'brset']) {
    expect(isWithin(typed, 'brest', 1), typed).toBe(true);
    expect(isWithin(typed, 'brest', 0), typed).toBe(false);
  }
  expect(isWithin('brestois', 'brest', 2)).toBe(false);
});

test('the quick look at letters never rejects words that are close', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcdez'), maxLength: 8 });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 1, max: 2 }), (a, b, allowed) => {
      if (isWithin(a, b, allowed)) {
        expect(mayBeWithin(lettersOf(a), lettersOf(b), allowed)).toBe(true);
      }
    })
  );
});
