/** The sheets of a plan over time: where each begins and ends on the line of its years, and where its steps fall. */
import { addDays, daysBetween, yearOf } from '#shared/dates.ts';
import { progressOf } from './progress.ts';
import type { SheetSummary, Step } from './sheet.ts';

export interface TimelineYear {
  readonly year: number;
  /** Per cent of the width of the whole. */
  readonly from: number;
}

export interface TimelineStep {
  readonly step: Step;
  readonly at: number;
  readonly late: boolean;
}

export interface TimelineRow<Sheet> {
  readonly sheet: Sheet;
  /** Null: it says nothing of its dates. An end that is not said is that of the plan. */
  readonly bar: {
    readonly from: number;
    readonly to: number;
    readonly openStart: boolean;
    readonly openEnd: boolean;
  } | null;
  readonly steps: readonly TimelineStep[];
}

export interface Timeline<Sheet> {
  readonly years: readonly TimelineYear[];
  /** Where today is; null when it is outside. */
  readonly today: number | null;
  readonly rows: readonly TimelineRow<Sheet>[];
}

type Dated = Pick<SheetSummary, 'startsOn' | 'endsOn' | 'steps' | 'status'>;

/**
 * Sheets on the line of the years of their plan, in the order given.
 * @param years - all of them, the first first: those of the plan, and of what goes beyond it. @param today - a civil day.
 */
export function timelineOf<Sheet extends Dated>(
  sheets: readonly Sheet[],
  years: readonly number[],
  today: string
): Timeline<Sheet> {
  const first = `${years[0]}-01-01`;
  const days = daysBetween(first, `${years.at(-1)! + 1}-01-01`);
  const at = (day: string) => clamp((100 * daysBetween(first, day)) / days);
  const isWithin = today >= first && today <= `${years.at(-1)}-12-31`;
  return {
    years: years.map((year) => ({ year, from: at(`${year}-01-01`) })),
    today: isWithin ? at(today) : null,
    rows: sheets.map((sheet) => ({
      sheet,
      bar: barOf(sheet, at),
      steps: sheet.steps
        .filter(({ dueOn, status }) => dueOn !== null && status !== 'dropped')
        .map((step) => ({
          ...{ step, at: at(step.dueOn!) },
          late: progressOf(sheet, today).lateSteps.includes(step)
        }))
    }))
  };
}

function barOf({ startsOn, endsOn }: Dated, at: (day: string) => number) {
  if (startsOn === null && endsOn === null) return null;
  return {
    from: startsOn === null ? 0 : at(startsOn),
    to: endsOn === null ? 100 : at(addDays(endsOn, 1)),
    openStart: startsOn === null,
    openEnd: endsOn === null
  };
}

/** The years that dates fall in, besides those of the plan. */
export function yearsOf(sheets: readonly Dated[]): number[] {
  const days = sheets.flatMap(({ startsOn, endsOn, steps }) => [
    ...[startsOn, endsOn],
    ...steps.map(({ dueOn }) => dueOn)
  ]);
  return [...new Set(days.filter((day) => day !== null).map(yearOf))];
}

function clamp(share: number): number {
  return Math.round(Math.min(100, Math.max(0, share)) * 100) / 100;
}
