/** What closing a year carries of each sheet to the next. */
import { daysBetween, yearOf } from '#shared/dates.ts';
import type { ActionSheetId } from '#shared/ids.ts';
import type { Plan } from '../model.ts';
import type { FundingLine, SheetStatus, SheetSummary, Step } from '../sheet.ts';
import { addYears, nextYearIn } from './years.ts';

export interface Period {
  readonly startsOn: string | null;
  readonly endsOn: string | null;
}

/** A step that comes back, as it will be. */
export interface CarriedStep extends Pick<Step, 'title' | 'dueOn' | 'responsible'> {
  /** The step it comes from. */
  readonly from: number;
}

export type CarriedFunding = Pick<FundingLine, 'funder' | 'structure' | 'planned' | 'note'>;

/** What is carried of one sheet; null where nothing changes. */
export interface SheetRenewal {
  readonly sheet: ActionSheetId;
  readonly number: string;
  readonly slug: string;
  readonly title: string;
  readonly dates: { readonly from: Period; readonly to: Period } | null;
  readonly status: { readonly from: SheetStatus; readonly to: SheetStatus } | null;
  readonly steps: readonly CarriedStep[];
  readonly funding: readonly CarriedFunding[];
}

/** What an earlier closing of the same year carried already, before the year was opened again. */
export interface Carried {
  readonly steps: readonly { readonly from: number }[];
  readonly funding: readonly { readonly funder: string; readonly note: string }[];
}

type Renewing = Pick<
  SheetSummary,
  | 'id'
  | 'number'
  | 'slug'
  | 'title'
  | 'status'
  | 'startsOn'
  | 'endsOn'
  | 'renewsYearly'
  | 'steps'
  | 'funding'
>;

/** The years that may be closed today: the one after the last closed; any until this one when none is. @param today - a civil day. */
export function closableYears(
  plan: Pick<Plan, 'startsOn' | 'closedYears'>,
  today: string
): number[] {
  const thisYear = yearOf(today);
  const last = plan.closedYears.at(-1);
  if (last !== undefined) return last < thisYear ? [last + 1] : [];
  const first = Math.min(plan.startsOn ? yearOf(plan.startsOn) : thisYear, thisYear);
  return Array.from({ length: thisYear - first + 1 }, (_, at) => first + at);
}

/** The year after, when the plan still covers it. */
export function yearAfter({ endsOn }: Pick<Plan, 'endsOn'>, year: number): number | null {
  return endsOn !== null && yearOf(endsOn) <= year ? null : year + 1;
}

/**
 * What is carried of a sheet to the year after: the steps and the lines of funding said to come back, unless they are
 * there already; the dates of a sheet that renews, and its status. Nothing of a sheet that is dropped, nor of one that is
 * done and does not renew.
 */
export function renewSheet(sheet: Renewing, year: number, before?: Carried): SheetRenewal {
  const { id, number, slug, title, status, renewsYearly } = sheet;
  const said = { sheet: id, number, slug, title };
  const isOver = status === 'dropped' || (status === 'done' && !renewsYearly);
  if (isOver) return { ...said, dates: null, status: null, steps: [], funding: [] };
  return {
    ...said,
    dates: renewsYearly ? movedDates(sheet, year) : null,
    status: renewsYearly && status === 'done' ? { from: status, to: 'upcoming' } : null,
    steps: carriedSteps(sheet.steps, year, before),
    funding: carriedFunding(sheet.funding, year, before)
  };
}

export function isCarried({ dates, status, steps, funding }: SheetRenewal): boolean {
  return dates !== null || status !== null || steps.length > 0 || funding.length > 0;
}

/** What lasts a year at most moves whole; what began longer ago is prolonged. */
function movedDates({ startsOn, endsOn }: Period, year: number): SheetRenewal['dates'] {
  if (endsOn === null || yearOf(endsOn) > year) return null;
  const years = year + 1 - yearOf(endsOn);
  const movesWhole = startsOn !== null && addYears(startsOn, 1) > endsOn;
  return {
    from: { startsOn, endsOn },
    to: {
      startsOn: movesWhole ? addYears(startsOn, years) : startsOn,
      endsOn: addYears(endsOn, years)
    }
  };
}

/** A step is of the year of its day, or of the year it was done when it has none. */
function carriedSteps(steps: readonly Step[], year: number, before?: Carried): CarriedStep[] {
  const known = new Set(before?.steps.map(({ from }) => from));
  const renewing = steps
    .filter(({ renewsYearly, status }) => renewsYearly && status !== 'dropped')
    .filter(({ dueOn, doneOn }) => (dueOn ?? doneOn ?? '').startsWith(`${year}-`))
    .map(({ id, title, dueOn, responsible }) => ({
      ...{ from: id, title: nextYearIn(title, year), responsible },
      dueOn: dueOn && addYears(dueOn, 1)
    }));
  const there = pairedOff(renewing, steps, year + 1);
  return renewing.filter(({ from }) => !known.has(from) && !there.has(from));
}

/** The steps that are there already for the next year: each has a twin of its own, the nearest in days. */
function pairedOff(
  renewing: readonly CarriedStep[],
  steps: readonly Step[],
  next: number
): Set<number> {
  const pairs = renewing
    .flatMap((one) =>
      steps
        .filter((step) => isTwin(step, one, next))
        .map((twin) => ({ from: one.from, twin: twin.id, apart: daysApart(one.dueOn, twin.dueOn) }))
    )
    .toSorted((a, b) => a.apart - b.apart);
  const there = new Set<number>();
  const taken = new Set<number>();
  for (const { from, twin } of pairs) {
    if (there.has(from) || taken.has(twin)) continue;
    there.add(from);
    taken.add(twin);
  }
  return there;
}

/** One that has a day and one that has none are the furthest apart. */
function daysApart(one: string | null, other: string | null): number {
  if (one === null || other === null) return one === other ? 0 : Number.MAX_SAFE_INTEGER;
  return Math.abs(daysBetween(one, other));
}

function isTwin(step: Step, { from, title }: CarriedStep, next: number): boolean {
  if (step.id === from || step.title !== title) return false;
  return step.dueOn === null
    ? step.status !== 'done' && step.status !== 'dropped'
    : yearOf(step.dueOn) === next;
}

function carriedFunding(
  lines: readonly FundingLine[],
  year: number,
  before?: Carried
): CarriedFunding[] {
  const keyOf = ({ funder, note }: Pick<FundingLine, 'funder' | 'note'>) =>
    JSON.stringify([funder.toLowerCase(), note]);
  const there = new Set([
    ...lines.filter((line) => line.year === year + 1).map(keyOf),
    ...(before?.funding.map(keyOf) ?? [])
  ]);
  return lines
    .filter((line) => line.renewsYearly && line.year === year)
    .map(({ funder, structure, planned, note }) => ({
      ...{ funder, structure, planned, note: nextYearIn(note, year) }
    }))
    .filter((line) => !there.has(keyOf(line)));
}
