import { describe, expect, it } from 'vitest';
import { enumerate, formatNumber, normalise, plural, sitePath, slugify } from './text.ts';

describe('normalise', () => {
  it.each([
    ['ST-RENAN', 'saint renan'],
    ['Saint-Renan', 'saint renan'],
    ['Ste-Marie', 'sainte marie'],
    ['L’Île-d’Yeu', 'l ile d yeu'],
    ['Œuilly', 'oeuilly'],
    ['  Brest   Métropole ', 'brest metropole'],
    ['Besançon', 'besancon'],
    ['Stains', 'stains']
  ])('%s reads %s', (text, expected) => {
    expect(normalise(text)).toBe(expected);
  });

  it('is idempotent', () => {
    for (const text of ['ST RENAN', 'Île-Molène', 'Plounéour-Brignogan-plages']) {
      expect(normalise(normalise(text))).toBe(normalise(text));
    }
  });
});

describe('French writing', () => {
  it('makes slugs', () => expect(slugify('CPTS du Bout du monde !')).toBe('cpts-du-bout-du-monde'));
  it('enumerates', () => expect(enumerate(['a', 'b', 'c'])).toBe('a, b et c'));
  it('parts thousands with a narrow no-break space', () =>
    expect(formatNumber(431674)).toBe('431\u202f674'));
  it('agrees in number from two', () => {
    expect(plural(1, 'commune')).toBe('1 commune');
    expect(plural(0, 'commune')).toBe('0 commune');
    expect(plural(2, 'commune')).toBe('2 communes');
  });
});

describe('a path of this site', () => {
  it('is kept with its search and its place', () => {
    expect(sitePath('/annuaire?q=clic#liste')).toBe('/annuaire?q=clic#liste');
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    'annuaire',
    '',
    null,
    `/${'a'.repeat(2001)}`
  ])('is not %j', (value) => {
    expect(sitePath(value)).toBeNull();
  });
});
