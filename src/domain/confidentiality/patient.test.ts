import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  HARMLESS,
  RECOGNISABLE,
  UNSEEN_HARMLESS,
  UNSEEN_RECOGNISABLE
} from '../../../tests/factories/sentences.ts';
import { findLikelyIdentifiers } from './patient.ts';

const kinds = (text: string) => findLikelyIdentifiers(text).map(({ kind }) => kind);

describe('on sentences of the sector', () => {
  test('the second reading stops what is recognisable and lets the rest through', () => {
    const { recall, precision } = measure('known', RECOGNISABLE, HARMLESS);
    expect(recall).toBeGreaterThanOrEqual(0.95);
    expect(precision).toBeGreaterThanOrEqual(0.98);
  });

  test('it does so, less well, on sentences the rules were not written for', () => {
    const { recall, precision } = measure('unseen', UNSEEN_RECOGNISABLE, UNSEEN_HARMLESS);
    expect(recall).toBeGreaterThanOrEqual(0.7);
    expect(precision).toBeGreaterThanOrEqual(0.75);
  });

  function measure(name: string, recognisable: readonly string[], harmless: readonly string[]) {
    const missed = recognisable.filter((text) => kinds(text).length === 0);
    const wolves = harmless.filter((text) => kinds(text).length > 0);
    const stopped = recognisable.length - missed.length;
    const recall = stopped / recognisable.length;
    const precision = stopped / (stopped + wolves.length);
    const percent = (ratio: number) => `${(ratio * 100).toFixed(1)} %`;
    process.stdout.write(
      [
        `second reading, ${name}: ${recognisable.length} recognisable, ${harmless.length} harmless`,
        `recall ${percent(recall)}, precision ${percent(precision)}`,
        ...missed.map((text) => `  missed: ${text}`),
        ...wolves.map((text) => `  cried wolf: ${text}`)
      ].join('\n') + '\n'
    );
    return { recall, precision };
  }
});

test('says which words, where, and why', () => {
  const text = 'Bonjour. Mme Dupuis vit seule à Moissac, elle a 83 ans.';
  for (const { start, end, excerpt } of findLikelyIdentifiers(text))
    expect(text.slice(start, end)).toBe(excerpt);
  expect(findLikelyIdentifiers(text)[0]).toMatchObject({
    kind: 'name',
    excerpt: 'Mme Dupuis',
    why: 'un nom de personne'
  });
  expect(kinds(text)).toContain('age-place');
});

test('a number of the social security is known by its key, with or without spaces, and in Corsica', () => {
  expect(kinds('2 42 03 82 112 005 71')).toEqual(['number']);
  expect(kinds('242038211200571')).toEqual(['number']);
  expect(kinds('2\u00A042\u00A003\u00A082\u00A0112\u00A0005')).toEqual(['number']);
  expect(kinds('2 55 08 2A 004 012 83')).toEqual(['number']);
  expect(kinds('2 42 03 82 112 005 72')).toEqual([]);
  expect(kinds('24203821120057199')).toEqual([]);
});

test('any number with its key is found, wherever it stands', () => {
  const two = (most: number) =>
    fc.integer({ min: 1, max: most }).map((n) => String(n).padStart(2, '0'));
  const three = fc.integer({ min: 1, max: 990 }).map((n) => String(n).padStart(3, '0'));
  fc.assert(
    fc.property(fc.constantFrom('1', '2'), two(99), two(12), two(95), three, three, (...parts) => {
      const key = String(97 - Number(BigInt(parts.join('')) % 97n)).padStart(2, '0');
      for (const gap of ['', ' ', '\u202F', '.'])
        expect(kinds(`Dossier ${[...parts, key].join(gap)}, à revoir`)).toContain('number');
    })
  );
});

test('any text is read, and what is found is in it, in order', () => {
  const pieces = fc.constantFrom(
    ...RECOGNISABLE,
    ...HARMLESS,
    'Mme ',
    'M. ',
    'né le ',
    '12/03/1942 ',
    ' ans',
    ' à Moissac',
    '\n',
    '🙂'
  );
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(pieces).map((all) => all.join(''))
  );
  fc.assert(
    fc.property(texts, (text) => {
      let last = 0;
      for (const { start, end, excerpt } of findLikelyIdentifiers(text)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(text.slice(start, end)).toBe(excerpt);
        expect(end).toBeGreaterThan(start);
        last = start;
      }
    })
  );
});

test('the longest text a form takes, made of anything, is read in a moment', () => {
  const started = performance.now();
  for (const text of [
    'M. '.repeat(2700),
    'A'.repeat(8000),
    'née à '.repeat(1300),
    'à L’A-'.repeat(1300),
    '1 '.repeat(4000),
    'La '.repeat(2700),
    ' '.repeat(8000),
    'de 12 ans '.repeat(800),
    'directrice '.repeat(720),
    'Mme Aaa '.repeat(1000)
  ])
    findLikelyIdentifiers(text);
  expect(performance.now() - started).toBeLessThan(20_000);
}, 30_000);
