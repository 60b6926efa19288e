/** What was understood of the text of a sheet, before a person says yes. Nothing of the text is ever left out of it. */
import type { StructureId } from '#shared/ids.ts';
import { STANDARD_HEADINGS } from '../headings.ts';
import { root, wordsOf } from './source.ts';

/** « 3 », « Optimiser les conditions d’exercice ». */
export interface Numbered {
  readonly number: string;
  readonly title: string;
}

export interface UnderstoodActor {
  readonly label: string;
  /** Who it is, when one structure alone is called so. */
  readonly structure: { readonly id: StructureId; readonly name: string } | null;
}

/** What another plan says: « PTS », « Axe 3 : … », « Action 2.1 : … ». */
export interface UnderstoodResource {
  readonly planLabel: string;
  readonly part: string;
  readonly action: string;
  /** Code of the vocabulary of acronyms. */
  readonly acronym: string | null;
}

export interface UnderstoodSheet {
  readonly number: string;
  readonly code: string;
  readonly title: string;
  readonly axis: Numbered | null;
  readonly objective: Numbered | null;
  /** Heading key → items; pilots, partners and resources are beside. */
  readonly texts: Readonly<Record<string, readonly string[]>>;
  readonly pilots: readonly UnderstoodActor[];
  readonly partners: readonly UnderstoodActor[];
  readonly resources: readonly UnderstoodResource[];
  readonly renewsYearly: boolean;
  /** What has no place. */
  readonly remainder: string;
  /** Labels as the text writes them: « Public(s) visé(s) ». */
  readonly labels: readonly string[];
  /** What a person should look at, in French. */
  readonly doubts: readonly string[];
}

/** Words of a printed sheet that are neither its text nor its remainder: « Fiche 28 », « Axe 3 », its headings. */
const PRINTED = new Set(
  wordsOf(
    `fiche action axe objectif titre code ${STANDARD_HEADINGS.map(({ label }) => label).join(' ')}`
  ).map(root)
);
/** Said by the label of nothing in particular. */
const EMPTY = new Set(
  'de du des d l la le les et en au aux a n no numero sur pour par s e'.split(' ')
);

/** Whether a label says more than the heading it was taken for: « Indicateurs proposés ». */
export function saysMore(label: string): boolean {
  return wordsOf(label)
    .map(root)
    .some((word) => !PRINTED.has(word) && !EMPTY.has(word));
}

/** All that a sheet holds, as text: what a printed one says besides its labels. */
export function contentOf(sheet: Omit<UnderstoodSheet, 'labels' | 'doubts'>): string {
  const { axis, objective } = sheet;
  return [
    ...[sheet.number, sheet.code, sheet.title],
    ...[axis?.number, axis?.title, objective?.number, objective?.title],
    ...Object.values(sheet.texts).flat(),
    ...[...sheet.pilots, ...sheet.partners].map(({ label }) => label),
    ...sheet.resources.map(({ planLabel, part, action }) => `${planLabel} ${part} ${action}`),
    sheet.remainder
  ].join('\n');
}

/** The words of a text that a sheet holds nowhere, as often as they are missing. None, or the text was not understood. */
export function lostWords(text: string, sheet: UnderstoodSheet): string[] {
  const held = new Map<string, number>();
  const kept = [contentOf(sheet), ...sheet.labels.filter((label) => !saysMore(label))];
  for (const word of wordsOf(kept.join('\n'))) held.set(word, (held.get(word) ?? 0) + 1);
  return wordsOf(text).filter((word) => {
    const left = held.get(word) ?? 0;
    held.set(word, left - 1);
    return left <= 0;
  });
}
