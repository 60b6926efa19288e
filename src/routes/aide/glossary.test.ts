import { expect, test } from 'vitest';
import { defaultVocabulary } from '#app/demo-files.ts';
import { glossary } from './glossary.ts';

const { types } = defaultVocabulary();
const entries = (words: string) =>
  glossary(types, words).flatMap(({ entries }) => entries.map(({ type }) => type.code));

test('every type is in the glossary, once, at an anchor of its own', () => {
  const all = glossary(types).flatMap((letter) => letter.entries);
  expect(all).toHaveLength(types.length);
  expect(new Set(all.map((entry) => entry.anchor)).size).toBe(types.length);
});

test('letters come in order, and a type without acronym stands at the letter of its name', () => {
  const letters = glossary(types);
  expect(letters.map(({ letter }) => letter)).toEqual(
    letters.map(({ letter }) => letter).toSorted()
  );
  const m = letters.find(({ letter }) => letter === 'M')!;
  expect(m.entries.map((entry) => entry.acronym ?? entry.type.name)).toContain('Maison médicale');
});

test('an old name, or a word of the mission, finds the entry', () => {
  expect(entries('maia')).toEqual(['DAC']);
  expect(entries("centre local d'information")).toEqual(['CLIC']);
  expect(entries('repit')).toContain('PFR');
  expect(entries('zzz')).toEqual([]);
});

test('the other words of an entry leave out its own name', () => {
  const clic = glossary(types, 'clic')
    .flatMap((letter) => letter.entries)
    .find((entry) => entry.anchor === 'clic')!;
  expect(clic.also).not.toContain('centre local d’information et de coordination');
  expect(clic.also).toContain('point info seniors');
});
