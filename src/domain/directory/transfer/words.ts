/** Finding the code that a word of a file stands for: by code, by name, by synonym, in any usual spelling. */
import type { Audience, StructureType, Theme } from '../model.ts';
import { normalise } from '#shared/text.ts';

/** The words that describe structures, as an instance has set them. */
export interface Vocabulary {
  types: StructureType[];
  themes: Theme[];
  audiences: Audience[];
}

interface Word {
  code: string;
  name: string;
  synonyms: string[];
  formerCodes?: readonly string[];
}

export interface Dictionary {
  /** The code a word stands for; `null` when it stands for none, or for several. */
  find(word: string): string | null;
  /** What a cell shows for a code: its name when it is read back without doubt, else the code. */
  show(code: string): string;
  /** The words that a person may have meant, closest first. */
  suggest(word: string): string[];
}

/** @param separator - what separates words in the cells this dictionary is for: a name with it is not shown. */
export function dictionary(words: readonly Word[], separator = /[;|\n\r]/): Dictionary {
  // The code of a word merged into another leads to the one that stays; a code in use comes first.
  const byCode = new Map([
    ...words.flatMap(({ code, formerCodes = [] }) =>
      formerCodes.map((former): [string, string] => [former.toLowerCase(), code])
    ),
    ...words.map(({ code }): [string, string] => [code.toLowerCase(), code])
  ]);
  const byName = unique(words.map((word) => [normalise(word.name), word.code]));
  const bySynonym = unique(
    words.flatMap((word) => [
      [normalise(word.code), word.code] as [string, string],
      ...word.synonyms.map((synonym): [string, string] => [normalise(synonym), word.code])
    ])
  );
  const find = (text: string) => {
    const key = normalise(text);
    return byCode.get(text.trim().toLowerCase()) ?? byName.get(key) ?? bySynonym.get(key) ?? null;
  };
  const nameOf = new Map(words.map((word) => [word.code, word.name]));
  return {
    find,
    show: (code) => {
      const name = nameOf.get(code);
      const isSafe =
        name !== undefined && !separator.test(name) && name === name.trim() && find(name) === code;
      return isSafe ? name : code;
    },
    suggest: (text) => closest(normalise(text), words)
  };
}

/** Keys that stand for one code only. */
function unique(pairs: readonly (readonly [string, string])[]): Map<string, string> {
  const found = new Map<string, string | null>();
  for (const [key, code] of pairs) {
    const before = found.get(key);
    found.set(key, before === undefined || before === code ? code : null);
  }
  return new Map([...found].filter((entry): entry is [string, string] => entry[1] !== null));
}

const SUGGESTIONS = 3;

function closest(text: string, words: readonly Word[]): string[] {
  return words
    .map((word) => {
      const forms = [word.code, word.name, ...word.synonyms].map(normalise);
      return { word, score: Math.max(...forms.map((form) => likeness(text, form))) };
    })
    .filter(({ score }) => score >= 0.5)
    .sort((a, b) => b.score - a.score)
    .slice(0, SUGGESTIONS)
    .map(({ word }) =>
      word.name.toLowerCase().includes(word.code.toLowerCase())
        ? word.name
        : `${word.code} (${word.name})`
    );
}

/**
 * How alike two normalised texts are, from 0 to 1: twice the pairs of letters they share over the pairs they
 * have (Dice), words compared whole.
 */
export function likeness(a: string, b: string): number {
  if (a === b) return a === '' ? 0 : 1;
  return shared(pairsOf(a), pairsOf(b));
}

/** The pairs of letters of a normalised text, counted once each. */
export function pairsOf(text: string): Set<string> {
  const pairs = new Set<string>();
  const padded = ` ${text} `;
  for (let i = 0; i < padded.length - 1; i++) pairs.add(padded.slice(i, i + 2));
  return pairs;
}

export function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const pair of a) if (b.has(pair)) common++;
  return (2 * common) / (a.size + b.size);
}

/** « vouliez-vous dire … ? », or nothing. */
export function didYouMean(suggestions: readonly string[]): string {
  if (suggestions.length === 0) return '';
  return ` Vouliez-vous dire ${suggestions.map((text) => `« ${text} »`).join(' ou ')} ?`;
}
