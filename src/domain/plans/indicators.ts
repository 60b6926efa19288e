/** Indicators: what is aimed at, what was reached, year by year, and where each figure comes from. */
import type { ActionSheetId, EventId, IndicatorId, PlanId, SeriesId } from '#shared/ids.ts';

/** follow-up: is it done (« suivi »). result: did it change anything (« évaluation »). */
export const INDICATOR_PURPOSES = ['follow-up', 'result'] as const;
export type IndicatorPurpose = (typeof INDICATOR_PURPOSES)[number];

/**
 * How values are written: a number; a share between 0 and 1; a mark out of `scaleMax`; a score from −100 to 100; a level
 * from 0 to 4; an amount in cents; 0 or 1 for no or yes.
 */
export const INDICATOR_KINDS = [
  'count',
  'share',
  'mark',
  'score',
  'level',
  'amount',
  'yes-no'
] as const;
export type IndicatorKind = (typeof INDICATOR_KINDS)[number];

export const DIRECTIONS = ['up', 'down', 'none'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** edition, effect: of a series or of one edition. wave, directory, sharing: of the plan's territory. plan: of the plan itself. */
export const BINDING_SOURCES = [
  'edition',
  'effect',
  'wave',
  'directory',
  'plan',
  'sharing'
] as const;
export type BindingSource = (typeof BINDING_SOURCES)[number];

/** What a computed indicator reads. */
export interface Binding {
  readonly source: BindingSource;
  /** A code of `EDITION_MEASURES`, `MEETING_MEASURES`, `NETWORK_MEASURES`, `SHARING_MEASURES`, or of `figures/measures.ts`. */
  readonly measure: string;
  readonly series: { readonly id: SeriesId; readonly slug: string; readonly title: string } | null;
  readonly event: { readonly id: EventId; readonly slug: string; readonly title: string } | null;
  /** Of several editions in one year. Sums and means are for numbers of people and the like, never for distinct counts. */
  readonly combine: 'last' | 'sum' | 'mean';
}

export interface Indicator {
  readonly id: IndicatorId;
  readonly plan: PlanId;
  /** Null: of the plan as a whole. */
  readonly sheet: ActionSheetId | null;
  readonly label: string;
  readonly definition: string;
  readonly purpose: IndicatorPurpose;
  readonly kind: IndicatorKind;
  /** « participants », « % des structures »; a target cannot be without one. */
  readonly unit: string;
  readonly scaleMax: number | null;
  readonly direction: Direction;
  readonly baseline: { readonly year: number; readonly value: number } | null;
  /** Who gives it, and where it is read. */
  readonly source: string;
  readonly binding: Binding | null;
  /** By year, the first first. */
  readonly targets: readonly { readonly year: number; readonly value: number }[];
  readonly version: number;
}

/** public: whoever reads the sheet. members: of the network, and who writes the sheet; others are told that it exists. */
export const FIGURE_READERS = ['public', 'members'] as const;
export type FigureReaders = (typeof FIGURE_READERS)[number];

/** What an indicator is worth in a year. */
export interface IndicatorValue {
  readonly year: number;
  /** Null: not known; the source says why. */
  readonly value: number | null;
  readonly scaleMax: number | null;
  /** manual: somebody wrote it. computed: read from what happened, now or when the year was closed. */
  readonly origin: 'manual' | 'computed';
  /** « D’où vient ce chiffre ». */
  readonly source: string;
  readonly comment: string;
  /** Who wrote it; '' when computed, or forgotten. */
  readonly author: string;
  readonly at: Date;
  /** Its year is closed: it moves no more. */
  readonly frozen: boolean;
  /** Of a value that is not known: it is not time yet (the edition is to come, the year is not over). */
  readonly awaited: boolean;
  /** Who may be told: a figure never says more to a visitor than what it is computed from. */
  readonly readers: FigureReaders;
  /** Of what is written by hand; 0 when nothing is. */
  readonly version: number;
}

/** Whether a value lacks: it is time, its year is open, and nobody has it. */
export function isMissing({
  value,
  awaited,
  frozen
}: Pick<IndicatorValue, 'value' | 'awaited' | 'frozen'>): boolean {
  return value === null && !awaited && !frozen;
}

/** An indicator with all its values, one a year at most, the first first. */
export interface FollowedIndicator extends Indicator {
  readonly values: readonly IndicatorValue[];
}

/** What is said of a value by hand whose own words are hidden, or erased. */
export const BY_HAND = 'Saisi à la main.';

/** Without what people wrote of it, which may name somebody: the figures stay, and so does where a computed one comes from. */
export function withoutIndicatorTexts(followed: FollowedIndicator): FollowedIndicator {
  const values = followed.values.map((one) =>
    one.version > 0 ? { ...one, comment: '', source: BY_HAND } : one
  );
  return { ...followed, definition: '', source: '', values };
}

export const PURPOSE_LABELS: Readonly<Record<IndicatorPurpose, string>> = {
  'follow-up': 'Suivi',
  result: 'Évaluation'
};

export const INDICATOR_KIND_LABELS: Readonly<Record<IndicatorKind, string>> = {
  count: 'Un nombre',
  share: 'Une part, en %',
  mark: 'Une note',
  score: 'Un score, de −100 à +100',
  level: 'Un niveau, de 0 à 4',
  amount: 'Un montant, en euros',
  'yes-no': 'Oui ou non'
};

export const DIRECTION_LABELS: Readonly<Record<Direction, string>> = {
  up: 'Plus, c’est mieux',
  down: 'Moins, c’est mieux',
  none: 'Ni plus ni moins\u00a0: il décrit'
};
