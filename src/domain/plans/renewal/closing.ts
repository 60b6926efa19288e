/** Closing a year of a plan: what it will do, said before it is done and written by the same computation. */
import { yearOf } from '#shared/dates.ts';
import type { ActionSheetId, EventId, SeriesId } from '#shared/ids.ts';
import type { Plan } from '../model.ts';
import type { ActionSheet } from '../sheet.ts';
import { isCarried, renewSheet, yearAfter, type Carried, type SheetRenewal } from './carrying.ts';
import { nextYearIn, sameWeekdayIn } from './years.ts';

/** A series, as far as its next edition goes. */
export interface RenewingSeries {
  readonly id: SeriesId;
  readonly title: string;
  /** The last edition held until the year that is closed, to be made again; null when there is none. */
  readonly source: {
    readonly id: EventId;
    readonly title: string;
    /** A civil day. */
    readonly day: string;
  } | null;
  /** An edition of the year after, or one whose day is still to be chosen. */
  readonly hasNext: boolean;
  /** The actor may open editions there, and manages the source. */
  readonly mayOpen: boolean;
}

/**
 * What becomes of a linked series. open: an edition is opened, as a draft. exists: there is one. no-source: there is
 * nothing to make again. past: its day would be gone. not-yours: somebody else leads it.
 */
export type EditionRenewal = {
  readonly series: { readonly id: SeriesId; readonly title: string };
  /** The first sheet that is linked to it, and its number. */
  readonly sheet: ActionSheetId;
  readonly number: string;
} & (
  | {
      readonly outcome: 'open';
      readonly source: EventId;
      readonly title: string;
      /** A civil day. */
      readonly day: string;
    }
  | { readonly outcome: 'exists' | 'no-source' | 'past' | 'not-yours' }
);

export interface YearClosing {
  readonly year: number;
  /** Null: the plan ends with this year, and nothing is carried. */
  readonly next: number | null;
  /** Those of which something is carried, in the order of the plan. */
  readonly sheets: readonly SheetRenewal[];
  readonly editions: readonly EditionRenewal[];
}

/** A year that was closed, and what that carried to the next. */
export interface ClosedYear {
  readonly year: number;
  readonly closedAt: Date;
  /** Who closed it; '' when forgotten. */
  readonly closedBy: string;
  readonly note: string;
  readonly sheets: readonly {
    readonly number: string;
    readonly slug: string;
    readonly title: string;
    readonly removed: boolean;
    readonly carried: Partial<Pick<SheetRenewal, 'dates' | 'status' | 'steps' | 'funding'>>;
    readonly event: {
      readonly id: EventId;
      readonly slug: string;
      readonly title: string;
      readonly draft: boolean;
    } | null;
  }[];
}

export interface ClosingInput {
  readonly plan: Pick<Plan, 'endsOn'>;
  readonly year: number;
  readonly sheets: readonly Omit<ActionSheet, 'place'>[];
  readonly series: readonly RenewingSeries[];
  readonly carried: ReadonlyMap<ActionSheetId, Carried>;
  /** A civil day. */
  readonly today: string;
}

/** What closing a year does. The page says it, the command does it. */
export function planClosing({
  plan,
  year,
  sheets,
  series,
  carried,
  today
}: ClosingInput): YearClosing {
  const next = yearAfter(plan, year);
  if (next === null) return { year, next, sheets: [], editions: [] };
  return {
    ...{ year, next },
    sheets: sheets.map((sheet) => renewSheet(sheet, year, carried.get(sheet.id))).filter(isCarried),
    editions: series.flatMap((one) => {
      const sheet = sheets.find((each) => renewsSeries(each, one.id));
      return sheet ? [renewEdition(one, sheet, { year, next, today })] : [];
    })
  };
}

/** The series whose next edition a sheet asks for: it renews each year, and is linked to them. */
export function seriesOf(
  sheet: Pick<ActionSheet, 'renewsYearly' | 'status' | 'links'>
): SeriesId[] {
  if (!sheet.renewsYearly || sheet.status === 'dropped') return [];
  return sheet.links.flatMap((link) => (link.kind === 'series' ? [link.id] : []));
}

function renewsSeries(sheet: Parameters<typeof seriesOf>[0], series: SeriesId): boolean {
  return seriesOf(sheet).includes(series);
}

function renewEdition(
  { source, hasNext, mayOpen, ...series }: RenewingSeries,
  sheet: Pick<ActionSheet, 'id' | 'number'>,
  { year, next, today }: { year: number; next: number; today: string }
): EditionRenewal {
  const said = {
    series: { id: series.id, title: series.title },
    ...{ sheet: sheet.id, number: sheet.number }
  };
  if (hasNext) return { ...said, outcome: 'exists' };
  if (!source) return { ...said, outcome: 'no-source' };
  const day = sameWeekdayIn(next, source.day);
  if (day <= today) return { ...said, outcome: 'past' };
  if (!mayOpen) return { ...said, outcome: 'not-yours' };
  const from = yearOf(source.day);
  let title = source.title;
  for (let turn = Math.min(from, year); turn < next; turn += 1) title = nextYearIn(title, turn);
  return { ...said, outcome: 'open', source: source.id, title, day };
}
