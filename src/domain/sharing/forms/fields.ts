/** What the forms of a contribution show and send: as typed, so that a refused form comes back filled. */
import type { ContributionVisibility } from '../model.ts';

/** One line of a list. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The parts of a form that all kinds share; a form says which ones it shows. */
export const FIELD_PARTS = [
  'title',
  'summary',
  'words',
  'structures',
  'where',
  'links',
  'visibility'
] as const;
export type FieldPart = (typeof FIELD_PARTS)[number];

/** A structure, as written; which one that is: « structure:12 », or nothing. */
export interface TypedStructure {
  readonly label: string;
  readonly who: string;
  /** The name of the fiche it is tied to. */
  readonly known: string;
}

export interface TypedContribution {
  /** The version that was read; 0 of one that is not written yet. */
  readonly version: number;
  /** After a conflict, the version of the others that was shown; 0 otherwise. */
  readonly seen: number;
  /** Identifier of the territory it is shared with. */
  readonly territory: string;
  readonly title: string;
  readonly summary: string;
  readonly visibility: ContributionVisibility;
  /** By key of a heading. */
  readonly texts: Readonly<Record<string, string>>;
  readonly themes: readonly string[];
  readonly audiences: readonly string[];
  readonly carriers: readonly TypedStructure[];
  readonly partners: readonly TypedStructure[];
  readonly isWhole: boolean;
  /** « commune 82112 », with their names; what is typed and not recognised is a name alone. */
  readonly zones: readonly Choice[];
  /** Meetings and other contributions it goes with, by identifier. */
  readonly events: readonly Choice[];
  readonly related: readonly Choice[];
  /** What was typed to find one more, and was not found. */
  readonly zoneTyped: string;
  readonly eventTyped: string;
  readonly relatedTyped: string;
}

/** What may be chosen, and where more is looked for while one types. */
export interface FieldChoices {
  readonly territories: readonly Choice[];
  readonly themes: readonly Choice[];
  readonly audiences: readonly Choice[];
}

/** Two people wrote the same field: both texts, for the second to choose. */
export interface DisputedField {
  readonly path: string;
  readonly label: string;
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
}

/** A form before anything is typed. */
export function blankContribution(territory: string): TypedContribution {
  return {
    ...{ version: 0, seen: 0, territory, title: '', summary: '', visibility: 'members' },
    ...{ texts: {}, themes: [], audiences: [], carriers: [], partners: [] },
    ...{ isWhole: true, zones: [], events: [], related: [] },
    ...{ zoneTyped: '', eventTyped: '', relatedTyped: '' }
  };
}
