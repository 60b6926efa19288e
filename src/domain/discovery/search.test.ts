import { describe, expect, test } from 'vitest';
import {
  entryWords,
  indexQuestion,
  pickSuggestions,
  readKind,
  readQuestion,
  type Found,
  type FoundGroup
} from './search.ts';

describe('the words of a content', () => {
  const texts = {
    title: 'Une maison des aidants',
    nature: ['Projet'],
    summary: ['Le répit à domicile'],
    rest: ['Dans la maison de Saint-Aignan, le 12 mai.']
  };

  test('are kept without accents, each with its best weight', () => {
    const { title, head } = entryWords(texts);
    expect(title).toBe('une maison des aidants');
    expect(head).toContain("'maison':2A");
    expect(head).toContain("'projet':5B");
    expect(head).toContain("'repit':7C");
    expect(head).not.toContain('aignan');
  });

  test('are all searched; those that could be mistyped are listed', () => {
    const { document, terms } = entryWords(texts);
    expect(document).toContain("'aignan'");
    expect(terms).toContain('domicile');
    expect(terms).not.toContain('12');
    expect(terms).not.toContain('le');
  });

  test('of a very long text are those that come first', () => {
    const rest = Array.from({ length: 20_000 }, (_, at) => `mot${at.toString(36)}`).join(' ');
    const { document } = entryWords({ ...texts, rest: [rest, 'girafe'] });
    expect(document).toContain("'mot0'");
    expect(document).not.toContain("'girafe'");
  });
});

describe('a question', () => {
  test('without a word asks nothing', () => {
    expect(readQuestion(' … « » ')).toBeNull();
    expect(readQuestion('')).toBeNull();
  });

  test('asks every word, the forms of each, and what the last one may begin', () => {
    const { matching, inTitle } = indexQuestion(readQuestion('aidants isolés')!);
    expect(matching).toMatch(
      /^\(\(\('aidants' \| .*'aidant'.*\) & \('isoles' \| .*'isoles':\*\)\)\)$/
    );
    expect(inTitle).toContain("'isoles':*A");
  });

  test('is never understood as an expression of the index', () => {
    const { matching } = indexQuestion(readQuestion("répit' | !('secret') & :* \\ <-> d'un")!);
    expect(matching.replaceAll(/'[a-z0-9]+'(:\*)?/g, '')).toMatch(/^[()&| ]*$/);
  });

  test('may ask most of its words', () => {
    const asked = readQuestion('maison aidants montauban ')!;
    expect(indexQuestion(asked, new Map(), 2).matching.split(') | (').length).toBeGreaterThan(2);
  });

  test('as long as a book is read for its first words', () => {
    const asked = readQuestion('aidants '.repeat(10_000) + 'girafe')!;
    expect(asked.words.map(({ word }) => word)).toEqual(['aidants']);
  });
});

test('an address names a kind, or none', () => {
  expect(readKind('projets')).toBe('project');
  expect(readKind('constructor')).toBeNull();
  expect(readKind(null)).toBeNull();
});

test('a few of each kind are offered, in the order of the kinds', () => {
  const group = (kind: FoundGroup['kind'], count: number): FoundGroup => ({
    ...{ kind, total: count },
    items: Array.from({ length: count }, (_, at): Found => ({
      ...{ kind, href: `/${kind}/${at}`, title: `${kind} ${at}` },
      ...{ detail: '', text: '', where: '', fictional: false },
      ...{ isDraft: false, id: null, passage: null }
    }))
  });
  const titles = (groups: FoundGroup[], most: number) =>
    pickSuggestions(groups, most).map(({ title }) => title);

  expect(titles([group('structure', 3), group('project', 1), group('sheet', 2)], 4)).toEqual([
    'structure 0',
    'structure 1',
    'project 0',
    'sheet 0'
  ]);
  expect(titles([], 4)).toEqual([]);
});
