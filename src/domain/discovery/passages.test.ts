import { expect, test } from 'vitest';
import { bestPassage, passageFinder, type Passage } from './passages.ts';
import { indexQuestion, readQuestion } from './search.ts';

const finderOf = (asked: string) => passageFinder(indexQuestion(readQuestion(asked)!).forms);
/** « … le [répit] des … » */
const shown = (passage: Passage | null) =>
  passage?.map(({ text, isFound }) => (isFound ? `[${text}]` : text)).join('') ?? null;
const passage = (asked: string, text: string) => shown(bestPassage(finderOf(asked), [text]));

const filler = (words: number) => Array.from({ length: words }, () => 'lorem').join(' ');

test('the words are found as they are written: accents, plurals, elisions, ligatures, « St »', () => {
  expect(passage('repit aidant ', 'Du RÉPIT pour l’Aidant.')).toBe('Du [RÉPIT] pour l’[Aidant].');
  expect(passage('aidants ', 'Un aidant, deux aidants.')).toBe('Un [aidant], deux aidants.');
  expect(passage('coeur ', 'Le cœur du projet')).toBe('Le [cœur] du projet');
  expect(passage('saint ', 'À St-Aignan')).toBe('À [St]-Aignan');
  expect(passage('e\u0301cole ', 'L’e\u0301cole')).toBe('L’[école]');
});

test('a word is whole; the last one that is typed may be unfinished', () => {
  expect(passage('port ', 'Un rapport, une porte')).toBeNull();
  expect(passage('port', 'Un rapport, le portage')).toBe('Un rapport, le [portage]');
});

test('of a long text, the lines around the words, cut between words, with an ellipsis', () => {
  const told = passage('navette ', `${filler(100)} une navette gratuite ${filler(100)}`)!;
  expect(told).toMatch(/^… (lorem )+une \[navette\] gratuite (lorem )+…$/);
  expect(told.length).toBeLessThan(240);
  expect(passage('navette ', `navette ${filler(100)}`)).toMatch(/^\[navette\] lorem/);
  expect(passage('navette ', `${filler(100)} navette`)).toMatch(/\[navette\]$/);
});

test('the passage that has the most of the words is told, the first of those', () => {
  const text = `La navette. ${filler(80)} Le transport en navette, le mardi. ${filler(80)} Un transport.`;
  expect(passage('navette transport ', text)).toContain('[transport] en [navette]');
  const best = bestPassage(finderOf('navette transport '), [
    'Rien du tout',
    'La navette',
    'Une navette, un transport',
    'Le transport par navette'
  ]);
  expect(shown(best)).toBe('Une [navette], un [transport]');
  expect(bestPassage(finderOf('navette '), ['rien', ''])).toBeNull();
});

test('nothing of what is asked or written is an expression or markup', () => {
  expect(passage('a.*b (c|d) \\ [x]', 'a.*b')).toContain('[b]');
  expect(bestPassage(finderOf('navette '), ['<b onclick="x">navette</b>'])).toEqual([
    { text: '<b onclick="x">', isFound: false },
    { text: 'navette', isFound: true },
    { text: '</b>', isFound: false }
  ]);
});

test('an endless text is read as far as fifty pages', () => {
  expect(passage('navette ', `${filler(50_000)} navette`)).toBeNull();
});
