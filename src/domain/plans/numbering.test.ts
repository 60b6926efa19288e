import { describe, expect, test } from 'vitest';
import { nextNumber, nextUnder, slugOfNumber, tellTaken } from './numbering.ts';

describe('an address', () => {
  test.each([
    ['28', '28'],
    ['28 bis', '28-bis'],
    ['3.3.3', '3-3-3'],
    ['III', 'iii'],
    ['A-12', 'a-12'],
    ['n° 4', 'n-4'],
    ['…', ''],
    ['Ⅷ', '']
  ])('of number %s is « %s »', (number, slug) => {
    expect(slugOfNumber(number)).toBe(slug);
  });
});

describe('the next number', () => {
  test('is one more than the highest, whatever their order and what follows them', () => {
    expect(nextNumber(['2', '28 bis', '7', 'A'])).toBe('29');
    expect(nextNumber([])).toBe('1');
    expect(nextNumber(['A', 'B'])).toBe('1');
  });

  test('under another follows its fellows, and is nothing under what has none', () => {
    expect(nextUnder('3', ['3.1', '3.10', '3.2', '30.11', '3.x'])).toBe('3.11');
    expect(nextUnder('3.3', [])).toBe('3.3.1');
    expect(nextUnder('', ['1'])).toBe('');
  });
});

describe('a number already taken', () => {
  const taken = [{ number: '28 bis', code: '3.3.3', slug: '28-bis', title: 'La Journée' }];

  test('is told with the sheet that has it, even written otherwise', () => {
    expect(tellTaken(taken, { number: '28-BIS', code: '' })).toEqual([
      { path: 'number', message: 'le numéro 28 bis est déjà celui de «\u00a0La Journée\u00a0»' }
    ]);
    expect(tellTaken(taken, { number: '29', code: '3.3.3' }).map(({ path }) => path)).toEqual([
      'code'
    ]);
  });

  test('is not « no code », which all may have', () => {
    expect(tellTaken([{ ...taken[0]!, code: '' }], { number: '29', code: '' })).toEqual([]);
  });
});
