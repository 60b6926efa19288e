/** One search over everything: what is kept of each content to be found, what is asked of it, how answers are told. */
import { askedWords, tellingWords, words, type AskedWord } from '#domain/directory/search.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { Passage } from './passages.ts';

/** What can be found, in the order it is told. */
export const FOUND_KINDS = [
  'structure',
  'person',
  'event',
  'project',
  'experience',
  'question',
  'opportunity',
  'document',
  'plan',
  'sheet'
] as const;
export type FoundKind = (typeof FOUND_KINDS)[number];

/** The groups of the page of results, by the word of their address: « /recherche?q=…&quoi=projets ». */
export const FOUND_GROUPS: Record<
  FoundKind,
  { readonly slug: string; readonly one: string; readonly many: string }
> = {
  structure: { slug: 'structures', one: 'Structure', many: 'Structures' },
  person: { slug: 'personnes', one: 'Personne', many: 'Personnes de vos réseaux' },
  event: { slug: 'rencontres', one: 'Rencontre', many: 'Rencontres' },
  project: { slug: 'projets', one: 'Projet', many: 'Projets' },
  experience: {
    slug: 'experiences',
    one: 'Retour d’expérience',
    many: 'Retours d’expérience'
  },
  question: { slug: 'questions', one: 'Question', many: 'Questions' },
  opportunity: { slug: 'opportunites', one: 'Opportunité', many: 'Opportunités' },
  document: { slug: 'documents', one: 'Document', many: 'Documents' },
  plan: { slug: 'plans', one: 'Plan', many: 'Plans' },
  sheet: { slug: 'fiches', one: 'Fiche action', many: 'Fiches action' }
};

/** The kind that an address names; null when it names none. */
export function readKind(slug: string | null): FoundKind | null {
  return FOUND_KINDS.find((kind) => FOUND_GROUPS[kind].slug === slug) ?? null;
}

/** Something that answers, as it is shown: all of it was read from its source, by the rules of its domain. */
export interface Found {
  readonly kind: FoundKind;
  readonly href: string;
  readonly title: string;
  /** What tells it from its homonyms: its type, its date, its place. */
  readonly detail: string;
  /** One or two sentences; or nothing. */
  readonly text: string;
  /** The name of its territory; nothing for a structure, which may have several. */
  readonly where: string;
  readonly fictional: boolean;
  /** Not published yet: shown to those who write or prepare it. */
  readonly isDraft: boolean;
  /** Its number where its texts are; null for what has none but these. */
  readonly id: number | null;
  /** Where the words were found; null when it was not looked for, or they are only in its title. */
  readonly passage: Passage | null;
}

export interface FoundGroup {
  readonly kind: FoundKind;
  readonly total: number;
  readonly items: readonly Found[];
}

/**
 * How what is found answers: it has all the words; words like them, since nothing has them all; or some of them, since
 * nothing has more.
 */
export const MATCHES = ['exact', 'near', 'some'] as const;
export type Match = (typeof MATCHES)[number];

export interface FoundAll {
  readonly match: Match;
  readonly groups: readonly FoundGroup[];
}

/** Where contents are read from. */
export const SOURCES = ['contribution', 'event', 'plan', 'sheet', 'person'] as const;
export type Source = (typeof SOURCES)[number];

/**
 * Who reads the words of an entry: everybody, the members of its territory, or, of a draft, those who write it. It only
 * narrows what is proposed.
 */
export type Layer = 'public' | 'members' | 'writers';

/** The texts of a content, from the most telling to the least. */
export interface EntryTexts {
  readonly title: string;
  /** What it is: « Projet », its type, who carries it. */
  readonly nature: readonly string[];
  /** Its summary, its themes and publics. */
  readonly summary: readonly string[];
  readonly rest: readonly string[];
}

/** What is stored of a content so that it can be found. */
export interface EntryWords {
  /** Normalised. */
  readonly title: string;
  /** Literals of PostgreSQL `tsvector`s. */
  readonly head: string;
  readonly document: string;
  /** The words that a mistyped one may stand for. */
  readonly terms: readonly string[];
}

/** A report of a hundred pages has fewer distinct words. */
const MOST_WORDS = 8000;
const LISTED = /^\D{4,}$/;

/** The words of a content: those of its head with their weight, and all of them. */
export function entryWords({ title, nature, summary, rest }: EntryTexts): EntryWords {
  const weights = new Map<string, 'A' | 'B' | 'C'>();
  const add = (weight: 'A' | 'B' | 'C', texts: readonly string[]) => {
    for (const word of texts.flatMap(words)) if (!weights.has(word)) weights.set(word, weight);
  };
  add('A', [title]);
  add('B', nature);
  add('C', summary);
  const all = new Set(weights.keys());
  for (const text of rest) {
    if (all.size >= MOST_WORDS) break;
    for (const word of tellingWords(text)) all.add(word);
  }
  return {
    title: words(title).join(' '),
    head: [...weights].map(([word, weight], at) => `'${word}':${at + 1}${weight}`).join(' '),
    document: [...all].map((word) => `'${word}'`).join(' '),
    terms: [...all].filter((word) => LISTED.test(word))
  };
}

/** What somebody asks: its words, and the whole of it. */
export interface Asked {
  readonly words: readonly AskedWord[];
  /** Normalised: an exact title comes first. */
  readonly text: string;
}

const LONGEST_QUESTION = 200;

/** @returns null when the text holds no word. */
export function readQuestion(typed: string): Asked | null {
  const text = typed.slice(0, LONGEST_QUESTION);
  const asked = askedWords(text);
  return asked.length > 0 ? { words: asked, text: words(text).join(' ') } : null;
}

/** A question put to the index, as `tsquery` texts. */
export interface IndexQuestion {
  readonly matching: string;
  /** All the words in the title. */
  readonly inTitle: string;
  /** Any word: for the order. */
  readonly any: string;
  /** Of each word, the forms that answer it; what it begins ends in `:*`. */
  readonly forms: readonly (readonly string[])[];
}

/**
 * @param near - word → the known words that it may stand for; empty: only the words themselves.
 * @param atLeast - how many of the words an answer must have.
 */
export function indexQuestion(
  asked: Asked,
  near: ReadonlyMap<string, readonly string[]> = new Map(),
  atLeast = asked.words.length
): IndexQuestion {
  const words = asked.words.map(({ word, variants, unfinished }) => [
    ...[word, ...variants],
    ...(unfinished ? [`${word}:*`] : []),
    ...(near.get(word) ?? [])
  ]);
  const forms = words.map((some) => some.map(quoted));
  const each = forms.map(either);
  const inTitle = forms.map((some) =>
    either(some.map((form) => (form.endsWith(':*') ? `${form}A` : `${form}:A`)))
  );
  return {
    matching: either(choices(each, atLeast).map((together) => `(${together.join(' & ')})`)),
    inTitle: inTitle.join(' & '),
    any: either(forms.flat()),
    forms: words
  };
}

const quoted = (form: string) => (form.endsWith(':*') ? `'${form.slice(0, -2)}':*` : `'${form}'`);
const either = (forms: readonly string[]) => `(${forms.join(' | ')})`;

/** Every choice of `size` items, in order. */
function choices<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) =>
    choices(items.slice(at + 1), size - 1).map((others) => [item, ...others])
  );
}

/** Some of what answers, a few of each kind, the kinds in their order: what is offered while one types. */
export function pickSuggestions(groups: readonly FoundGroup[], most: number): Found[] {
  const turns = Math.max(0, ...groups.map(({ items }) => items.length));
  const picked = new Set<Found>();
  for (let turn = 0; turn < turns; turn++)
    for (const { items } of groups) {
      const one = items[turn];
      if (one && picked.size < most) picked.add(one);
    }
  return groups.flatMap(({ items }) => items.filter((one) => picked.has(one)));
}

/** What is kept of a content so that it can be found, before its texts become words. */
export interface Entry {
  readonly source: Source;
  readonly id: number;
  readonly layer: Layer;
  readonly kind: FoundKind;
  readonly territory: TerritoryId;
  /** The latest first, of two that answer as well. */
  readonly at: Date;
  readonly texts: EntryTexts;
}
