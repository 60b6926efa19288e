/**
 * « No patient, ever »: what in a text may let somebody be recognised. Proposed to a second reading, never decided:
 * a machine misses situations that a person recognises, and stops at names that are nobody's.
 */
import { findAges } from './findings/ages.ts';
import { findBirths } from './findings/birth.ts';
import { findCivilNumbers } from './findings/civil-number.ts';
import type { FindingKind, Passage } from './findings/finding.ts';
import { findNames } from './findings/names.ts';

export interface Finding extends Passage {
  /** The words themselves. */
  readonly excerpt: string;
  /** Why they are shown, in French, for who wrote them. */
  readonly why: string;
}

const WHY: Record<FindingKind, string> = {
  name: 'un nom de personne',
  birth: 'une date de naissance',
  number: 'un numéro de sécurité sociale',
  'age-place': 'un âge et un lieu : dans une petite commune, cela suffit à reconnaître',
  'age-name': 'un prénom ou un nom suivi d’un âge'
};

/**
 * Likely identifiers of a person in a text, in the order of the text. Telephone numbers and e-mail addresses are not
 * looked for: they are how professionals are reached.
 */
export function findLikelyIdentifiers(text: string): Finding[] {
  const passages = [
    ...findNames(text),
    ...findBirths(text),
    ...findCivilNumbers(text),
    ...findAges(text)
  ];
  return passages
    .filter((one, index) => !passages.some((other, at) => hides(other, one, at < index)))
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .map((one) => ({ ...one, excerpt: text.slice(one.start, one.end), why: WHY[one.kind] }));
}

/** On the same words or more: said once, by what says most. */
function hides(other: Passage, one: Passage, earlier: boolean): boolean {
  const covers = other.kind === one.kind || (other.kind === 'age-name' && one.kind === 'name');
  if (other === one || !covers) return false;
  const holds = other.start <= one.start && other.end >= one.end;
  const same = other.start === one.start && other.end === one.end;
  return holds && (!same || earlier || other.kind !== one.kind);
}
