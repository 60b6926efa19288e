import { describe, expect, test } from 'vitest';
import { dictionary } from './transfer/words.ts';
import {
  distinctWords,
  filterWords,
  findCurrentCode,
  listWordChanges,
  mergeWords,
  proposeCode,
  type Word
} from './vocabulary.ts';

function word(code: string, traits: Partial<Word> = {}): Word {
  return {
    code,
    name: code,
    phrase: '',
    meaning: '',
    legalBasis: '',
    action: 'call',
    colour: 8,
    dataInclusion: [],
    synonyms: [],
    position: 0,
    version: 1,
    formerCodes: [],
    ...traits
  };
}

describe('the code a name suggests', () => {
  test('is written as its vocabulary writes codes', () => {
    expect(proposeCode('theme', 'Accès aux soins')).toBe('acces-aux-soins');
    expect(proposeCode('type', 'Maison de santé')).toBe('MAISON-DE-SANTE');
    expect(proposeCode('acronym', 'PRAPS')).toBe('PRAPS');
  });

  test('is never longer than a code may be, nor ends with a hyphen', () => {
    const code = proposeCode('theme', 'mot '.repeat(40));
    expect(code.length).toBeLessThanOrEqual(60);
    expect(code).toMatch(/[a-z]$/);
  });
});

describe('merging two words', () => {
  const stays = word('repit', { name: 'Répit', synonyms: ['souffler'], dataInclusion: ['a'] });
  const goes = word('relais', {
    name: 'Relais',
    synonyms: ['Souffler', 'relayage', 'répit'],
    dataInclusion: ['a', 'b']
  });

  test('keeps all the words either was found by, each once, and the name of the one that goes', () => {
    expect(mergeWords('theme', stays, goes)).toMatchObject({
      name: 'Répit',
      synonyms: ['souffler', 'Relais', 'relayage'],
      dataInclusion: ['a', 'b']
    });
  });

  test('a type that goes is still found by its acronym; one code of data·inclusion stays', () => {
    const merged = mergeWords('type', stays, goes);
    expect(merged.synonyms).toEqual(['souffler', 'relais', 'relayage']);
    expect(merged.dataInclusion).toEqual(['a']);
  });
});

test('a code leads to its word, or to the one that its word was merged into', () => {
  const words = [word('a', { formerCodes: ['vieux', 'b'] }), word('b')];
  expect(findCurrentCode(words, 'a')).toBe('a');
  expect(findCurrentCode(words, 'vieux')).toBe('a');
  expect(findCurrentCode(words, 'b')).toBe('b');
  expect(findCurrentCode(words, 'inconnu')).toBeUndefined();
  expect(findCurrentCode(words, '')).toBeUndefined();
});

test('a list is searched by code, name, phrase, synonym and old code, in any writing', () => {
  const words = [
    word('acces-aux-soins', { name: 'Accès aux soins', synonyms: ['dentiste'] }),
    word('repit', { formerCodes: ['relais-aidants'], phrase: 'du répit' })
  ];
  const found = (asked: string) => filterWords(words, asked).map(({ code }) => code);
  expect(found('ACCES soins')).toEqual(['acces-aux-soins']);
  expect(found('dentiste')).toEqual(['acces-aux-soins']);
  expect(found('relais')).toEqual(['repit']);
  expect(found('')).toHaveLength(2);
});

test('only the fields that a vocabulary has are compared', () => {
  const before = word('a', { colour: 1, synonyms: ['x'] });
  const after = word('a', { colour: 2, synonyms: ['x', 'y'] });
  expect(listWordChanges('theme', before, after)).toEqual(['synonyms']);
  expect(listWordChanges('type', before, after)).toEqual(['colour', 'synonyms']);
});

test('the same word in another writing is one', () => {
  expect(distinctWords(['Répit', 'repit', '', ' '], ['Aidants'])).toEqual(['Répit']);
});

test('a file that names a merged word by its code is understood; a code in use comes first', () => {
  const { find } = dictionary([
    word('repit', { formerCodes: ['relais-aidants', 'b'] }),
    word('b', { name: 'Autre' })
  ]);
  expect(find('Relais-Aidants')).toBe('repit');
  expect(find('b')).toBe('b');
});
