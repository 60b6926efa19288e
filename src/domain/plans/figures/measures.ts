/** What indicators may be computed from: the measures of the domains before this one, and those of a plan itself. */
import { MEETING_MEASURES } from '#domain/network/effect.ts';
import { NETWORK_MEASURES } from '#domain/network/measures/indicators.ts';
import { SHARING_MEASURES } from '#domain/sharing/measures.ts';
import { EDITION_MEASURES } from '#domain/surveys/measures.ts';
import type { Binding, BindingSource, Direction, IndicatorKind } from '../indicators.ts';

export type Combine = Binding['combine'];

/** A measure that an indicator may follow, whatever it comes from. */
export interface ComputedMeasure {
  readonly source: BindingSource;
  readonly code: string;
  readonly label: string;
  readonly kind: IndicatorKind;
  readonly unit: string;
  readonly direction: Direction;
  /** How several editions of one year may make one figure: two counts of different structures are never added. */
  readonly combines: readonly Combine[];
}

type Brief = Omit<ComputedMeasure, 'source' | 'combines'>;

/** Of the directory of the plan’s territory, as it is today. */
const DIRECTORY_MEASURES: readonly Brief[] = [
  {
    ...{ code: 'structures', label: 'Structures de l’annuaire', kind: 'count' },
    ...{ unit: 'structures', direction: 'up' }
  },
  {
    ...{ code: 'confirmed', label: 'Fiches à jour', kind: 'count' },
    ...{ unit: 'fiches', direction: 'up' }
  },
  {
    ...{ code: 'confirmedShare', label: 'Part de fiches à jour', kind: 'share' },
    ...{ unit: '% des fiches de l’annuaire', direction: 'up' }
  }
];

/** Of the plan itself; the steps are those of the sheet, for the indicator of a sheet. */
const PLAN_MEASURES: readonly Brief[] = [
  {
    ...{ code: 'sheetsDone', label: 'Fiches réalisées', kind: 'count' },
    ...{ unit: 'fiches', direction: 'up' }
  },
  {
    ...{ code: 'sheetsDoneShare', label: 'Part de fiches réalisées', kind: 'share' },
    ...{ unit: '% des fiches du plan', direction: 'up' }
  },
  {
    ...{ code: 'stepsDone', label: 'Étapes faites dans l’année', kind: 'count' },
    ...{ unit: 'étapes', direction: 'up' }
  },
  {
    ...{ code: 'stepsOnTime', label: 'Étapes faites à temps', kind: 'share' },
    ...{ unit: '% des étapes échues dans l’année', direction: 'up' }
  }
];

/** People may be added from one edition to the next; whoever came twice counts twice, and the source says it. */
const ADDED: Readonly<Record<string, readonly Combine[]>> = {
  present: ['last', 'sum', 'mean'],
  registered: ['last', 'sum', 'mean'],
  firstTimers: ['last', 'sum', 'mean']
};

/** What people answered to questionnaires: who may read it is said by each questionnaire. */
const ANSWERED = ['satisfaction', 'usefulness', 'contacts', 'recommendation', 'response'];

const BY_SOURCE: Readonly<Record<BindingSource, readonly Brief[]>> = {
  edition: EDITION_MEASURES,
  effect: MEETING_MEASURES,
  wave: NETWORK_MEASURES,
  directory: DIRECTORY_MEASURES,
  plan: PLAN_MEASURES,
  sharing: SHARING_MEASURES
};

/** The measures of a source, in their order. */
export function measuresOf(source: BindingSource): ComputedMeasure[] {
  return BY_SOURCE[source].map(({ code, label, kind, unit, direction }) => ({
    ...{ source, code, label, kind, unit, direction },
    combines: (source === 'edition' ? ADDED[code] : undefined) ?? ['last']
  }));
}

/** @returns null when there is no such measure: one that a former version had. */
export function findMeasure(source: BindingSource, code: string): ComputedMeasure | null {
  return measuresOf(source).find((measure) => measure.code === code) ?? null;
}

/** Whether it comes from a questionnaire. */
export function isAnswered({ source, measure }: Pick<Binding, 'source' | 'measure'>): boolean {
  return source === 'edition' && ANSWERED.includes(measure);
}
