import type { FollowedIndicator } from '#domain/plans/indicators.ts';
import { keyFigureOf } from '#domain/plans/key-figures.ts';

/** How many indicators there are, have a value, can be compared with a target, have reached it, and what lacks. */
export function countTargets(indicators: readonly FollowedIndicator[], readsAll: boolean) {
  const figures = indicators.map((indicator) => keyFigureOf(indicator, readsAll));
  return {
    indicators: indicators.length,
    known: figures.filter(({ last }) => last !== null).length,
    compared: figures.filter(({ reached }) => reached !== null).length,
    reached: figures.filter(({ reached }) => reached === true).length,
    missing: figures.reduce((all, { missing }) => all + missing.length, 0)
  };
}
