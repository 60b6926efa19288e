import { describe, expect, it } from 'vitest';
import {
  atMost,
  enumerate,
  escapeMarkup,
  formatNumber,
  normalise,
  onlyNamed,
  plural,
  sitePath,
  slugify,
  withDe
} from './text.ts';

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

it('a text closes no tag and no attribute', () => {
  expect(escapeMarkup('<b title="x">Dupont & fils</b>')).toBe(
    '&lt;b title=&quot;x&quot;&gt;Dupont &amp; fils&lt;/b&gt;'
  );
});

it('too long is said with the spaces of French figures', () => {
  expect(atMost(80)).toBe('80 caractères au plus');
  expect(atMost(1500)).toBe('1\u202f500 caractères au plus');
});

it('words name the one that is called so, or the only one that they found', () => {
  const [lake, lakes] = [{ label: 'Rencontre du lac' }, { label: 'Rencontre du lac, 2026' }];
  expect(onlyNamed([lake, lakes], 'rencontre du LAC')).toBe(lake);
  expect(onlyNamed([lakes], 'lac')).toBe(lakes);
  expect(onlyNamed([lake, lakes], 'lac')).toBeUndefined();
  expect(onlyNamed([lake, lake], 'Rencontre du lac')).toBeUndefined();
});

it('« de » loses its vowel before another', () => {
  expect(['août 2026', 'octobre 2026', 'novembre 2026', 'Étampes'].map(withDe)).toEqual([
    'd’août 2026',
    'd’octobre 2026',
    'de novembre 2026',
    'd’Étampes'
  ]);
});
