/** A sheet as a line of the pages of its plan. */
import type { FollowedIndicator } from '#domain/plans/indicators.ts';
import { keyFigureOf } from '#domain/plans/key-figures.ts';
import { writeValue } from '#domain/plans/papers/indicator.ts';
import { progressOf, type SheetProgress } from '#domain/plans/progress.ts';
import { actorName } from '#domain/plans/filtering.ts';
import type { SheetSummary } from '#domain/plans/sheet.ts';

export interface LineFigure {
  /** « 231 participants ». */
  readonly value: string;
  readonly label: string;
  readonly reached: boolean | null;
}

export interface Line extends Pick<
  SheetSummary,
  'id' | 'slug' | 'number' | 'title' | 'status' | 'priority' | 'visibility' | 'axis' | 'objective'
> {
  readonly pilots: readonly string[];
  readonly progress: SheetProgress;
  readonly figure: LineFigure | null;
}

/** @param indicators - of the whole plan. @param today - a civil day. @param readsAll - is told what members are. */
export function lineOf(
  sheet: Omit<SheetSummary, 'place'>,
  indicators: readonly FollowedIndicator[],
  today: string,
  readsAll: boolean
): Line {
  const { id, slug, number, title, status, priority, visibility, axis, objective } = sheet;
  return {
    ...{ id, slug, number, title, status, priority, visibility, axis, objective },
    pilots: [...new Set(sheet.pilots.map(actorName))],
    progress: progressOf(sheet, today),
    figure: figureOf(
      indicators.filter((one) => one.sheet === id),
      readsAll
    )
  };
}

/** The first indicator that has a value. */
function figureOf(own: readonly FollowedIndicator[], readsAll: boolean): LineFigure | null {
  for (const indicator of own) {
    const { last, reached } = keyFigureOf(indicator, readsAll);
    if (!last) continue;
    return {
      value: writeValue(indicator, last.value),
      label: `${indicator.label}, ${last.year}`,
      reached
    };
  }
  return null;
}
