/** An indicator at a glance: its last value, what was aimed at then, and what is drawn of it. */
import { isMissing, type FollowedIndicator, type IndicatorValue } from './indicators.ts';

export interface KeyFigure {
  /** Null: nothing is known yet. */
  readonly last: { readonly year: number; readonly value: number } | null;
  /** Of the year of the last value; failing that, the next one. */
  readonly target: { readonly year: number; readonly value: number } | null;
  /** Whether that value is what was aimed at; null when either lacks, or when no way is better. */
  readonly reached: boolean | null;
  /** « D’où vient ce chiffre », or why there is none. */
  readonly source: string;
  /** Years whose value somebody should have given. */
  readonly missing: readonly number[];
}

/** Whether a value is kept from who asks: it is neither missing nor known. */
export function isConcealed({ value, readers }: IndicatorValue, readsAll: boolean): boolean {
  return value === null && readers === 'members' && !readsAll;
}

/** @param readsAll - whether who asks is told what members are told. */
export function keyFigureOf(
  { values, targets, direction }: Pick<FollowedIndicator, 'values' | 'targets' | 'direction'>,
  readsAll: boolean
): KeyFigure {
  const known = values.filter(({ value }) => value !== null);
  const last = known.at(-1);
  const aimed = last
    ? targets.find(({ year }) => year === last.year)
    : targets.find(({ year }) => year >= (values.at(-1)?.year ?? 0));
  return {
    last: last ? { year: last.year, value: last.value! } : null,
    target: aimed ?? null,
    reached: last && aimed ? isReached(direction, last.value!, aimed.value) : null,
    source: (last ?? values.at(-1))?.source ?? '',
    missing: values
      .filter((value) => isMissing(value) && !isConcealed(value, readsAll))
      .map(({ year }) => year)
  };
}

/** Null when neither more nor less is better. */
export function isReached(
  direction: FollowedIndicator['direction'],
  value: number,
  target: number
): boolean | null {
  if (direction === 'none') return null;
  return direction === 'up' ? value >= target : value <= target;
}
