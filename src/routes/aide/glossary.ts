import type { StructureType } from '#domain/directory/model.ts';
import { normalise, slugify } from '#shared/text.ts';

export interface GlossaryEntry {
  /** Where a link to this entry lands: `/aide#clic`. */
  anchor: string;
  /** Null where the sector uses the full name only. */
  acronym: string | null;
  /** Other words under which it is looked for, its own name and acronym left out. */
  also: string[];
  type: StructureType;
}

export interface GlossaryLetter {
  letter: string;
  entries: GlossaryEntry[];
}

/**
 * The structure types as a glossary, by first letter of what people say: the acronym, else the name.
 * @param words - keeps the entries that hold each of these words, in any writing; all when empty.
 */
export function glossary(types: readonly StructureType[], words = ''): GlossaryLetter[] {
  const asked = normalise(words).split(' ').filter(Boolean);
  const entries = types
    .filter((type) => holds(type, asked))
    .map(toEntry)
    .toSorted((a, b) => said(a).localeCompare(said(b), 'fr'));
  const letters = Map.groupBy(entries, (entry) => normalise(said(entry)).charAt(0).toUpperCase());
  return [...letters].map(([letter, list]) => ({ letter, entries: list }));
}

function toEntry(type: StructureType): GlossaryEntry {
  const known = new Set([normalise(type.name), normalise(type.code)]);
  return {
    anchor: slugify(type.code),
    acronym: /^[A-Z0-9]{2,6}$/.test(type.code) ? type.code : null,
    also: type.synonyms.filter((synonym) => !known.has(normalise(synonym))),
    type
  };
}

function holds(type: StructureType, asked: readonly string[]): boolean {
  const text = normalise([type.code, type.name, type.mission, ...type.synonyms].join(' '));
  return asked.every((word) => text.includes(word));
}

function said({ acronym, type }: GlossaryEntry): string {
  return acronym ?? type.name;
}
