import { expect, test } from 'vitest';
import { compareItems, compareWords } from './words.ts';

const told = (before: string[], after: string[]) =>
  compareItems(before, after).map(({ kind, words }) => [
    kind,
    words
      .map(({ kind: how, text }) =>
        how === 'added' ? `[+${text}+]` : how === 'removed' ? `[-${text}-]` : text
      )
      .join('')
  ]);

test('a word that changed is marked, accents and apostrophes within it', () => {
  expect(compareWords('Réserver l’école', 'Réserver la mairie').map(({ kind }) => kind)).toEqual([
    ...['same', 'removed', 'added']
  ]);
});

test('an item written otherwise is one item, not one gone and one new', () => {
  expect(told(['Se connaître', 'Organiser une journée'], ['Organiser une grande journée'])).toEqual(
    [
      ['removed', '[-Se connaître-]'],
      ['changed', 'Organiser une [+grande +]journée']
    ]
  );
});

test('items that have nothing in common are two', () => {
  expect(told(['Se parler'], ['Un annuaire commun'])).toEqual([
    ['removed', '[-Se parler-]'],
    ['added', '[+Un annuaire commun+]']
  ]);
});

test('an item that loses its end is one item', () => {
  expect(told(['Un partenariat ancien avec le Département'], ['Un partenariat'])).toEqual([
    ['changed', 'Un partenariat[- ancien avec le Département-]']
  ]);
});

test('read without what is removed it is the second, without what is added the first', () => {
  const before = ['A b c d', 'Reste', 'Vieux mots d’ici', 'Fin'];
  const after = ['Reste', 'A b c d e', 'Vieux mots de là', 'Neuf'];
  const marks = compareItems(before, after);
  const without = (kind: 'added' | 'removed') =>
    marks
      .filter((mark) => mark.kind !== kind)
      .map(({ words }) =>
        words
          .filter((word) => word.kind !== kind)
          .map(({ text }) => text)
          .join('')
      );
  expect(without('removed')).toEqual(after);
  expect(without('added').toSorted()).toEqual(before.toSorted());
});

test('a hundred long items written otherwise are compared at once', () => {
  const items = (seed: number) =>
    Array.from({ length: 100 }, (_, item) =>
      Array.from({ length: 400 }, (_, at) => `mot${(item * 31 + at * seed) % 997}`).join(' ')
    );
  const before = items(7);
  const after = items(13);
  const marks = compareItems(before, after);
  const said = (kinds: readonly string[]) =>
    marks
      .map(({ words }) => words.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => text))
      .map((texts) => texts.join(''))
      .filter(Boolean);
  expect(said(['same', 'added'])).toEqual(after);
  expect(said(['same', 'removed'])).toEqual(before);
});

test('a text of thousands of words that is another is told as another', () => {
  const text = (word: string) => Array.from({ length: 3000 }, (_, at) => `${word}${at}`).join(' ');
  expect(compareWords(text('a'), text('b')).map(({ kind }) => kind)).toEqual(['removed', 'added']);
});
