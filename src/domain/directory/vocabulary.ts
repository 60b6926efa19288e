/** The words structures are described with, as those who run the instance keep them. */
import { normalise, slugify } from '#shared/text.ts';
import { EVERYONE, type StructureAction } from './model.ts';

export const VOCABULARIES = ['type', 'theme', 'audience', 'acronym'] as const;
/** Types of structures, needs, publics, acronyms of plans. */
export type VocabularyKind = (typeof VOCABULARIES)[number];

/** What is written of a word. A field that its vocabulary does not have is empty. */
export interface WordInput {
  name: string;
  /** How a need or a public reads in the sentence of « Qui couvre ? ». */
  phrase: string;
  /** The mission of a type, what the acronym of a plan means. */
  meaning: string;
  legalBasis: string;
  /** Of a type. */
  action: StructureAction;
  /** Of a type: 1 to 8, a colour of the design system. */
  colour: number;
  /** Codes of data·inclusion; a type has one at most. */
  dataInclusion: string[];
  synonyms: string[];
}

export interface Word extends WordInput {
  code: string;
  position: number;
  /** Moves on at each change. */
  version: number;
  /** Codes of the words merged into this one: addresses and files that name them lead here. */
  formerCodes: string[];
}

/** What a word describes today. */
export interface Usage {
  structures: number;
  services: number;
  frontDoors: number;
}

export const UNUSED: Usage = { structures: 0, services: 0, frontDoors: 0 };

export interface UsedWord extends Word {
  usage: Usage;
}

/** Nothing names it: neither a structure, nor a service, nor a front door. */
export function isUnused({ structures, services, frontDoors }: Usage): boolean {
  return structures + services + frontDoors === 0;
}

/** Words the code itself counts on: they are renamed, never removed. */
export function isNeeded(kind: VocabularyKind, code: string): boolean {
  return kind === 'audience' && code === EVERYONE;
}

/** The fields each vocabulary has, besides its name, in the order of the form. */
export const FIELDS: Record<VocabularyKind, readonly (keyof WordInput)[]> = {
  type: ['name', 'meaning', 'legalBasis', 'action', 'colour', 'synonyms', 'dataInclusion'],
  theme: ['name', 'phrase', 'synonyms', 'dataInclusion'],
  audience: ['name', 'phrase', 'synonyms', 'dataInclusion'],
  acronym: ['name', 'meaning', 'legalBasis', 'synonyms']
};

/** The fields in which two states of a word differ. */
export function listWordChanges(
  kind: VocabularyKind,
  before: WordInput,
  after: WordInput
): (keyof WordInput)[] {
  return FIELDS[kind].filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field])
  );
}

/** Types and plans are called by capitals, needs and publics by lower case letters. */
export function hasCapitals(kind: VocabularyKind): boolean {
  return kind === 'type' || kind === 'acronym';
}

/** The code a name suggests: « Accès aux soins » → `acces-aux-soins`; of a type, `MAISON-DE-SANTE`. */
export function proposeCode(kind: VocabularyKind, name: string): string {
  const slug = slugify(name).slice(0, LONGEST_CODE).replace(/-+$/, '');
  return hasCapitals(kind) ? slug.toUpperCase() : slug;
}

export const LONGEST_CODE = 60;

/**
 * The word that stays once another is merged into it: found by all the words either was found by, and by the name
 * of the one that goes.
 */
export function mergeWords(kind: VocabularyKind, stays: Word, goes: Word): WordInput {
  const { code: _code, position: _position, version: _version, formerCodes: _, ...input } = stays;
  const called = hasCapitals(kind) ? [goes.code, goes.name] : [goes.name];
  const codes = [...new Set([...stays.dataInclusion, ...goes.dataInclusion])];
  return {
    ...input,
    synonyms: distinctWords([...stays.synonyms, ...called, ...goes.synonyms], [stays.name]),
    dataInclusion: kind === 'type' ? codes.slice(0, 1) : codes
  };
}

/** Each word once whatever its writing, those that are said elsewhere left out. */
export function distinctWords(words: readonly string[], said: readonly string[] = []): string[] {
  const known = new Set(said.map(normalise));
  return words.filter((word) => {
    const key = normalise(word);
    return key !== '' && !known.has(key) && known.add(key);
  });
}

interface Coded {
  code: string;
  formerCodes?: readonly string[];
}

/** The code a code stands for today: its own, or that of the word it was merged into. */
export function findCurrentCode(words: readonly Coded[], asked: string): string | undefined {
  const word =
    words.find(({ code }) => code === asked) ??
    words.find(({ formerCodes }) => formerCodes?.includes(asked));
  return word?.code;
}

/** The words that hold each of the words asked, in any writing; all when nothing is asked. */
export function filterWords<W extends Word>(words: readonly W[], asked: string): W[] {
  const keys = normalise(asked).split(' ').filter(Boolean);
  return words.filter((word) => {
    const text = normalise(
      [word.code, word.name, word.phrase, word.meaning, ...word.synonyms, ...word.formerCodes].join(
        ' '
      )
    );
    return keys.every((key) => text.includes(key));
  });
}
