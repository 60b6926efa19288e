/**
 * Likely duplicates: fiches that may be of the same structure under another key. A missed duplicate is a small
 * nuisance, a false merge loses a structure: nothing is ever merged without a person.
 */
import { normalise } from '#shared/text.ts';
import type { StructureId } from '#shared/ids.ts';
import { pairsOf, shared, type Vocabulary } from './words.ts';

/** What is compared of a structure. */
export interface Likeness {
  name: string;
  type: string;
  siret: string | null;
  finess: string | null;
  communeCode: string | null;
}

/** A fiche of the directory, as a person tells it from another. */
export interface KnownStructure extends Likeness {
  id: StructureId;
  slug: string;
  externalId: string | null;
  phone: string;
  address: string;
}

export interface Candidate {
  id: StructureId;
  slug: string;
  /** In French: « même SIRET », « nom proche, même commune ». */
  reason: string;
  /** 0 to 1. */
  score: number;
}

/** From which likeness of names, in the same commune, a person is asked. */
const CLOSE_NAME = 0.82;
/** Same type as well: less is enough. */
const CLOSE_NAME_SAME_TYPE = 0.7;
/** Two types that the same place has (« CLIC de Moissac », « DAC de Moissac »): only the same words count. */
const CLOSE_NAME_OTHER_TYPE = 0.93;
/** Below, an identical SIRET or FINESS is not enough to recognise the structure without asking. */
export const SAME_NAME = 0.6;

/** Names in the form they are compared in: accents and small words gone, a type's name replaced by its code. */
export class NameForms {
  readonly phrases: { words: string; code: string }[];
  readonly forms = new Map<string, Set<string>>();

  constructor(vocabulary: Pick<Vocabulary, 'types'>) {
    this.phrases = vocabulary.types
      .map((type) => ({ words: content(type.name), code: normalise(type.code) }))
      .filter(({ words, code }) => words.includes(' ') && words !== code)
      .sort((a, b) => b.words.length - a.words.length);
  }

  /** The pairs of letters of a name, kept for the next comparison. */
  of(name: string): Set<string> {
    const known = this.forms.get(name);
    if (known) return known;
    const words = ` ${content(name)} `;
    const phrase = this.phrases.find((candidate) => words.includes(` ${candidate.words} `));
    const pairs = pairsOf((phrase ? words.replace(phrase.words, phrase.code) : words).trim());
    this.forms.set(name, pairs);
    return pairs;
  }

  /** 0 to 1: how alike two names are. */
  compare(a: string, b: string): number {
    return shared(this.of(a), this.of(b));
  }
}

const SMALL_WORDS = new Set(
  'a au aux d de des du en et l la le les par pour sur un une'.split(' ')
);

function content(name: string): string {
  return normalise(name)
    .split(' ')
    .filter((word) => !SMALL_WORDS.has(word))
    .join(' ');
}

/** The fiches of the directory, ready to be compared with many records. */
export interface Directory {
  bySlug: ReadonlyMap<string, KnownStructure>;
  byExternalId: ReadonlyMap<string, KnownStructure>;
  bySiret: ReadonlyMap<string, KnownStructure>;
  byFiness: ReadonlyMap<string, KnownStructure>;
  byCommune: ReadonlyMap<string, readonly KnownStructure[]>;
  byName: ReadonlyMap<string, readonly KnownStructure[]>;
}

export function directoryOf(structures: readonly KnownStructure[]): Directory {
  const keyed = (key: (structure: KnownStructure) => string | null) =>
    new Map(
      structures.flatMap((structure) =>
        key(structure) ? [[key(structure)!, structure] as const] : []
      )
    );
  const grouped = (key: (structure: KnownStructure) => string | null) => {
    const groups = new Map<string, KnownStructure[]>();
    for (const structure of structures) {
      const value = key(structure);
      if (!value) continue;
      const group = groups.get(value);
      if (group) group.push(structure);
      else groups.set(value, [structure]);
    }
    return groups;
  };
  return {
    bySlug: keyed((structure) => structure.slug),
    byExternalId: keyed((structure) => structure.externalId),
    bySiret: keyed((structure) => structure.siret),
    byFiness: keyed((structure) => structure.finess),
    byCommune: grouped((structure) => structure.communeCode),
    byName: grouped((structure) => normalise(structure.name))
  };
}

const MOST_CANDIDATES = 5;
/** A commune with more fiches than this is compared by exact name only: the work stays proportionate. */
const CROWDED = 2000;

/** The fiches that may be of the same structure, likeliest first. */
export function findCandidates(
  record: Likeness,
  directory: Directory,
  names: NameForms
): Candidate[] {
  const found = new Map<StructureId, Candidate>();
  const add = (known: KnownStructure | undefined, reason: string, score: number) => {
    if (known && !found.has(known.id))
      found.set(known.id, { id: known.id, slug: known.slug, reason, score });
  };
  if (record.siret) add(directory.bySiret.get(record.siret), 'même SIRET', 1);
  if (record.finess) add(directory.byFiness.get(record.finess), 'même FINESS', 1);
  const neighbours = record.communeCode ? (directory.byCommune.get(record.communeCode) ?? []) : [];
  const sameName = directory.byName.get(normalise(record.name)) ?? [];
  for (const known of neighbours.length > CROWDED ? [] : neighbours) {
    if (contradicts(record, known)) continue;
    const score = names.compare(record.name, known.name);
    const isClose = score >= threshold(record.type, known.type);
    if (isClose)
      add(known, score === 1 ? 'même nom, même commune' : 'nom proche, même commune', score);
  }
  for (const known of sameName) {
    const samePlace = record.communeCode === known.communeCode;
    const unplaced = record.communeCode === null || known.communeCode === null;
    if ((samePlace || unplaced) && !contradicts(record, known)) {
      add(known, unplaced ? 'même nom, commune non renseignée' : 'même nom, même commune', 0.9);
    }
  }
  return [...found.values()].sort((a, b) => b.score - a.score).slice(0, MOST_CANDIDATES);
}

function threshold(type: string, other: string): number {
  if (type === '' || other === '') return CLOSE_NAME;
  return type === other ? CLOSE_NAME_SAME_TYPE : CLOSE_NAME_OTHER_TYPE;
}

/** Two different establishment numbers: two establishments, however alike their names. */
function contradicts(a: Likeness, b: Likeness): boolean {
  const differ = (x: string | null, y: string | null) => x !== null && y !== null && x !== y;
  return differ(a.finess, b.finess) || differ(a.siret, b.siret);
}
