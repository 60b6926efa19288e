import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  askedWords,
  corrections,
  searchDocument,
  searchQueries,
  tellingWords,
  typosAllowed,
  typosBetween,
  variants,
  words
} from './search.ts';

describe('words', () => {
  test('accents, case, hyphens and elisions do not count', () => {
    expect(words('Aide à l’ÉCOUTE de St-Renan')).toEqual([
      'aide',
      'a',
      'ecoute',
      'de',
      'saint',
      'renan'
    ]);
  });

  test('a dotted acronym is one word', () => {
    expect(words('C.L.I.C. de Brest, A.D.M.R')).toEqual(['clic', 'de', 'brest', 'admr']);
  });

  test('stop words are not required', () => {
    expect(tellingWords('maison de la santé pour les jeunes')).toEqual([
      'maison',
      'sante',
      'jeunes'
    ]);
  });

  test('a text made of stop words only keeps them', () => {
    expect(tellingWords('le la')).toEqual(['le', 'la']);
  });

  test('a text without a word asks nothing', () => {
    expect(askedWords(' – … ')).toEqual([]);
  });

  test('only the last word may be unfinished, and not once a space follows it', () => {
    expect(askedWords('maison san').map(({ unfinished }) => unfinished)).toEqual([false, true]);
    expect(askedWords('maison san ').map(({ unfinished }) => unfinished)).toEqual([false, false]);
  });
});

describe('variants', () => {
  test.each([
    ['aides', 'aide'],
    ['aide', 'aides'],
    ['sociaux', 'sociale'],
    ['sociale', 'sociaux'],
    ['handicapées', 'handicapé'],
    ['handicapé', 'handicapées'],
    ['infirmière', 'infirmiers'],
    ['hôpital', 'hôpitaux'],
    ['lieu', 'lieux']
  ])('« %s » also finds « %s »', (asked, written) => {
    expect(variants(words(asked)[0]!)).toContain(words(written)[0]!);
  });

  test('a number or a short acronym has none', () => {
    expect(variants('c360')).toEqual([]);
    expect(variants('dac')).toEqual([]);
  });
});

describe('typing errors', () => {
  test('none under five letters, one from five, two from nine', () => {
    expect(['clic', 'brest', 'landerne', 'landernea'].map(typosAllowed)).toEqual([0, 1, 1, 2]);
  });

  test('a letter missing, added, replaced or two swapped count one each', () => {
    for (const typed of ['landernau', 'landerrneau', 'landermeau', 'ladnerneau']) {
      expect(typosBetween(typed, 'landerneau')).toBe(1);
    }
  });

  test('one edit is never more than one error, whatever the word', () => {
    const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz');
    const word = fc
      .array(letter, { minLength: 2, maxLength: 15 })
      .map((letters) => letters.join(''));
    fc.assert(
      fc.property(
        word,
        fc.nat(),
        letter,
        fc.constantFrom('drop', 'add', 'replace', 'swap'),
        (of, at, by, edit) => {
          const i = at % (of.length - 1);
          const edited = {
            drop: of.slice(0, i) + of.slice(i + 1),
            add: of.slice(0, i) + by + of.slice(i),
            replace: of.slice(0, i) + by + of.slice(i + 1),
            swap: of.slice(0, i) + of[i + 1]! + of[i]! + of.slice(i + 2)
          }[edit];
          expect(typosBetween(of, edited)).toBeLessThanOrEqual(1);
          expect(typosBetween(edited, of)).toBe(typosBetween(of, edited));
        }
      )
    );
  });

  test('the nearest words come first, then the others still tolerated', () => {
    expect(
      corrections('coordinatoin', ['coordination', 'coordinations', 'subordination', 'coordonnees'])
    ).toEqual({
      nearest: ['coordination'],
      farther: ['coordinations']
    });
  });
});

describe('what is stored', () => {
  const texts = {
    name: 'CLIC de Brest',
    acronym: '',
    type: ['CLIC', 'Centre local d’information'],
    telling: [],
    rest: []
  };

  test('a word keeps the best weight it has', () => {
    expect(searchDocument(texts).document).toBe(
      "'clic':1A 'de':2A 'brest':3A 'centre':4B 'local':5B 'information':6B"
    );
  });

  test('a structure whose every other text is empty can still be found by its name', () => {
    const { document } = searchDocument({
      name: 'À',
      acronym: '',
      type: [],
      telling: [''],
      rest: ['']
    });
    expect(document).toBe("'a':1A");
  });
});

describe('what is asked of the index', () => {
  const brest = { word: 'brest', exact: ['brest'], loose: ['brestois:*'] };
  const clic = { word: 'clic', exact: ['clic'], loose: [] };

  test('all the words, in any of their forms', () => {
    expect(searchQueries([clic, brest]).matching).toBe('(((clic) & (brest | brestois:*)))');
  });

  test('some of the words: every choice of that many', () => {
    expect(searchQueries([clic, brest], 1).matching).toBe('(((clic)) | ((brest | brestois:*)))');
  });

  test('a word without any known form matches nothing rather than everything', () => {
    expect(searchQueries([{ word: 'zzzz', exact: [], loose: [] }]).matching).toBe('(((∅)))');
  });
});
