/** Text search over structures: the words of a fiche, the words of a question, and how far apart two words are. */
import { normalise } from '#shared/text.ts';

/** The texts of a structure that people search, from the most telling to the least. */
export interface SearchableTexts {
  name: string;
  acronym: string;
  /** Code, name and synonyms of the type. */
  type: string[];
  /** Names of the services, the commune of the seat, the lead body. */
  telling: string[];
  /** Everything else: themes, publics, summary, zones, numbers. */
  rest: string[];
}

/** What is stored to search a structure. */
export interface SearchDocument {
  name: string;
  acronym: string;
  nameWords: number;
  /** Literal of a PostgreSQL `tsvector`: words with their best weight, A to D. */
  document: string;
  /** The words a mistyped one may stand for. */
  terms: string[];
}

/** A word that was asked, with the forms that answer it as well as it does. */
export interface AskedWord {
  word: string;
  /** Singular, plural, feminine: « sociaux » also finds « sociale ». */
  variants: string[];
  /** The last word may be unfinished. */
  unfinished: boolean;
}

const STOP_WORDS = new Set(
  `a ai au aux avec ce ces cette chez dans de des du elle en et est eux il ils l la le les leur leurs lui ma mais me
   mes moi mon ne nos notre nous on ou par pas pour qu que qui sa se ses son sur ta te tes ton tu un une vos votre
   vous d c j m n s t y sans sous vers`.split(/\s+/)
);

const MAX_WORD = 40;
const MAX_REST_WORDS = 400;
const MAX_ASKED_WORDS = 8;

/**
 * The words of a text in the form they are compared in, in order: no accent, case or hyphen, elisions undone,
 * dotted acronyms joined. Stop words are kept.
 *
 * @example words("Aide à l’A.D.M.R. de St-Renan") // ['aide', 'a', 'admr', 'de', 'saint', 'renan']
 */
export function words(text: string): string[] {
  const unelided = text.replace(/(?<![\p{L}\p{N}])(?:[cdjlmnst]|qu)['’]/giu, ' ');
  const undotted = unelided.replace(
    /(?<![\p{L}\p{N}])(?:\p{L}\.){2,}(?:\p{L}(?![\p{L}\p{N}]))?/gu,
    (acronym) => acronym.replaceAll('.', '')
  );
  return normalise(undotted)
    .split(' ')
    .filter(Boolean)
    .map((word) => word.slice(0, MAX_WORD));
}

/** The words of a text that are worth searching; all of them when none is. */
export function tellingWords(text: string): string[] {
  const all = words(text);
  const telling = all.filter((word) => !STOP_WORDS.has(word));
  return telling.length > 0 ? telling : all;
}

/** What is searched for, from what was typed: distinct words, eight at most. */
export function askedWords(text: string): AskedWord[] {
  const distinct = [...new Set(tellingWords(text))].slice(0, MAX_ASKED_WORDS);
  const finished = /[\s.,;!?)»]$/u.test(text);
  return distinct.map((word, i) => ({
    word,
    variants: variants(word),
    unfinished: i === distinct.length - 1 && !finished && word.length >= 3
  }));
}

/** Regular French forms of a word other than itself, existing or not: they only widen what is looked up. */
export function variants(word: string): string[] {
  if (word.length < 4 || /\d/.test(word)) return [];
  const forms = new Set<string>();
  for (const singular of singulars(word)) {
    for (const form of [singular, ...feminines(singular)]) {
      forms.add(form).add(`${form}s`);
      if (form.endsWith('al')) forms.add(`${form.slice(0, -2)}aux`);
      if (/[ae]u$/.test(form)) forms.add(`${form}x`);
    }
  }
  forms.delete(word);
  return [...forms];
}

function singulars(word: string): string[] {
  if (word.endsWith('aux')) return [`${word.slice(0, -3)}al`, word.slice(0, -1)];
  if (/[es]s$|[^s]s$/.test(word) && word.length > 4) return [word.slice(0, -1)];
  return [word];
}

function feminines(singular: string): string[] {
  if (singular.endsWith('ee')) return [singular.slice(0, -1)];
  if (singular.endsWith('ale')) return [singular.slice(0, -1)];
  if (singular.endsWith('iere')) return [`${singular.slice(0, -4)}ier`];
  if (singular.endsWith('ier')) return [`${singular.slice(0, -3)}iere`];
  // « handicapé » and « centre » look alike once their accents are gone: the form that does not exist finds nothing.
  return /(e|al|ant|ent|and)$/.test(singular) ? [`${singular}e`] : [];
}

/** How many typing errors a word may hold: none under five letters or with a digit, one, two from nine letters. */
export function typosAllowed(word: string): 0 | 1 | 2 {
  if (word.length < 5 || /\d/.test(word)) return 0;
  return word.length < 9 ? 1 : 2;
}

/**
 * Number of typing errors between two words: a letter missing, added, replaced, or two neighbours swapped
 * (optimal string alignment; swaps count one, unlike Levenshtein's).
 */
export function typosBetween(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, before[j - 2]! + 1);
      }
      row.push(cost);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}

const MAX_CORRECTIONS = 40;

export interface Corrections {
  /** The words with the fewest errors between. */
  nearest: string[];
  /** Those with more, still within what is tolerated. */
  farther: string[];
}

/** Of the known words near a mistyped one, those it may stand for, the same first letter first. */
export function corrections(word: string, candidates: readonly string[]): Corrections {
  const near = candidates
    .map((term) => ({ term, typos: typosBetween(word, term), other: term[0] === word[0] ? 0 : 1 }))
    .filter(({ typos }) => typos > 0 && typos <= typosAllowed(word))
    .toSorted((a, b) => a.typos - b.typos || a.other - b.other || (a.term < b.term ? -1 : 1))
    .slice(0, MAX_CORRECTIONS);
  const fewest = near[0]?.typos;
  return {
    nearest: near.filter(({ typos }) => typos === fewest).map(({ term }) => term),
    farther: near.filter(({ typos }) => typos !== fewest).map(({ term }) => term)
  };
}

/** What is stored of a structure so that it can be found by any of its words. */
export function searchDocument(texts: SearchableTexts): SearchDocument {
  const weights = new Map<string, 'A' | 'B' | 'C' | 'D'>();
  const add = (weight: 'A' | 'B' | 'C' | 'D', found: readonly string[]) => {
    for (const word of found) if (!weights.has(word)) weights.set(word, weight);
  };
  const name = words(texts.name);
  add('A', name);
  add('A', words(texts.acronym));
  add('B', texts.type.flatMap(words));
  add('C', texts.telling.flatMap(words));
  add(
    'D',
    texts.rest
      .flatMap(words)
      .filter((word) => !STOP_WORDS.has(word))
      .slice(0, MAX_REST_WORDS)
  );
  const all = [...weights];
  return {
    name: name.join(' '),
    acronym: words(texts.acronym).join(' '),
    nameWords: tellingWords(texts.name).length,
    document: all.map(([word, weight], i) => `'${word}':${i + 1}${weight}`).join(' '),
    terms: all.map(([word]) => word).filter((word) => /^\D{4,}$/.test(word))
  };
}

/** A word of the question, with every form that answers it. Forms are words, or beginnings ending in `:*`. */
export interface AnswerableWord {
  word: string;
  /** The word itself and its variants, else its nearest corrections. */
  exact: string[];
  /** The forms that answer less surely: what the word begins, farther corrections. */
  loose: string[];
}

/** The four questions put to the index, as `tsquery` texts. */
export interface SearchQueries {
  /** Structures that answer. */
  matching: string;
  /** All the words in the name or the acronym. */
  inName: string;
  /** Any word, surely: for the order. */
  exact: string;
  /** Any word, even loosely: for the order. */
  any: string;
}

/**
 * @param atLeast - how many of the words a structure must have.
 */
export function searchQueries(
  asked: readonly AnswerableWord[],
  atLeast = asked.length
): SearchQueries {
  const each = asked.map((word) => either([...word.exact, ...word.loose]));
  const inName = asked.map((word) => {
    const forms = word.exact.length > 0 ? word.exact : word.loose;
    return either(forms.map((form) => (form.endsWith(':*') ? `${form}A` : `${form}:A`)));
  });
  return {
    matching: either(combinations(each, atLeast).map((together) => `(${together.join(' & ')})`)),
    inName: inName.join(' & '),
    exact: either(asked.flatMap((word) => word.exact)),
    any: either(asked.flatMap((word) => [...word.exact, ...word.loose]))
  };
}

/** A disjunction; of nothing, a word that is never written. */
function either(forms: readonly string[]): string {
  return forms.length > 0 ? `(${forms.join(' | ')})` : '(∅)';
}

/** Every choice of `size` items, in order. */
function combinations<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) =>
    combinations(items.slice(i + 1), size - 1).map((rest) => [item, ...rest])
  );
}
