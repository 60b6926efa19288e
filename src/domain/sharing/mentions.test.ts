import { describe, expect, test } from 'vitest';
import { findMentions, SOMEBODY, splitMentions, type Mentionable } from './mentions.ts';

const among: Mentionable[] = [
  { kind: 'person', id: 'l', name: 'Lucie Esquisse' },
  { kind: 'person', id: 'i', name: 'Inès Essai' },
  { kind: 'structure', id: 1, name: 'CPTS' },
  { kind: 'structure', id: 2, name: 'CPTS de Montvermeil' },
  { kind: 'person', id: 'a', name: 'Alix Double' },
  { kind: 'person', id: 'b', name: 'Alix Double' }
];
const named = (text: string) => findMentions(text, among).map(({ id }) => id);

test('names are known whatever their accents and case, each once, in the order of the text', () => {
  expect(named('@inès essai, et @Lucie Esquisse : merci @Ines Essai.')).toEqual(['i', 'l']);
});

test('the longest name that fits is meant, and only whole words', () => {
  expect(named('Voir la @CPTS de Montvermeil.')).toEqual([2]);
  expect(named('Voir la @CPTS du coin, pas les @CPTSde.')).toEqual([1]);
});

test('an address, a name without « @ », one that two bear and one nobody bears stay words', () => {
  expect(
    named('contact.lucie@exemple.test, Lucie Esquisse, @Alix Double, @Personne, @ seul')
  ).toEqual([]);
});

describe('a text shown with who it names', () => {
  const text =
    'Merci @Inès Essai, et la @cpts de  Montvermeil : @Lucie\u00a0Esquisse sait. @Personne';

  test('marks each name as it was typed, and is the same text', () => {
    const parts = splitMentions(text, { among, tellsPeople: true });
    expect(parts.filter(({ isMention }) => isMention).map((part) => part.text)).toEqual([
      '@Inès Essai',
      '@cpts de  Montvermeil',
      '@Lucie\u00a0Esquisse'
    ]);
    expect(parts.map((part) => part.text).join('')).toBe(text);
  });

  test('tells structures, not people, to who reads from outside', () => {
    const shown = splitMentions(text, { among, tellsPeople: false });
    expect(shown.map((part) => part.text).join('')).toBe(
      `Merci ${SOMEBODY}, et la @cpts de  Montvermeil : ${SOMEBODY} sait. @Personne`
    );
  });

  test('with nobody to name is left whole', () => {
    expect(splitMentions(text, { among: [], tellsPeople: true })).toEqual([
      { text, isMention: false }
    ]);
    expect(splitMentions('', { among, tellsPeople: true })).toEqual([]);
  });
});
