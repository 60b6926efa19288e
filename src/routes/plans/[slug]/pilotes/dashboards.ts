/** What each pilot has in hand: her sheets, what is late, what comes, which values lack. */
import { addDays } from '#shared/dates.ts';
import { actorsOf, hasActor } from '#domain/plans/filtering.ts';
import type { FollowedIndicator } from '#domain/plans/indicators.ts';
import { keyFigureOf } from '#domain/plans/key-figures.ts';
import { addUp } from '#domain/plans/money.ts';
import { progressOf, tally } from '#domain/plans/progress.ts';
import type { SheetSummary, Step } from '#domain/plans/sheet.ts';

/** Days looked at ahead. */
const SOON = 90;

interface Asked {
  readonly sheets: readonly SheetSummary[];
  /** Of the whole plan. */
  readonly indicators: readonly FollowedIndicator[];
  /** A civil day. */
  readonly today: string;
  readonly readsAll: boolean;
}

/** All the pilots of a plan, in a line each. */
export function listPilots({ sheets, ...asked }: Asked) {
  return actorsOf(sheets, 'pilots').map(({ key, name }) => {
    const own = sheets.filter((sheet) => hasActor(sheet, 'pilots', key));
    return {
      key,
      name,
      tally: tally(own, asked.today),
      missing: missingOf({ ...asked, sheets: own }).reduce((all, one) => all + one.years.length, 0)
    };
  });
}

/** One of them, whole; null when nobody by that name pilots anything. */
export function dashboardOf(key: string, { sheets, ...asked }: Asked) {
  const own = sheets.filter((sheet) => hasActor(sheet, 'pilots', key));
  const pilot = actorsOf(own, 'pilots').find((one) => one.key === key);
  if (!pilot) return null;
  const actor = own[0]!.pilots.find(({ structure }) => structure?.slug === key);
  return {
    ...{ key, name: pilot.name, structure: actor?.structure ?? null },
    own,
    tally: tally(own, asked.today),
    late: own
      .flatMap((sheet) => placed(sheet, progressOf(sheet, asked.today).lateSteps))
      .toSorted(byDay),
    soon: own.flatMap((sheet) => placed(sheet, comingSteps(sheet, asked.today))).toSorted(byDay),
    missing: missingOf({ ...asked, sheets: own }),
    money: addUp(own.flatMap(({ funding }) => funding))
  };
}

function comingSteps({ status, steps }: SheetSummary, today: string): Step[] {
  if (status === 'dropped' || status === 'paused') return [];
  const until = addDays(today, SOON);
  return steps.filter(
    (step) =>
      (step.status === 'todo' || step.status === 'doing') &&
      step.dueOn !== null &&
      step.dueOn >= today &&
      step.dueOn <= until
  );
}

export interface PlacedStep {
  readonly step: Step;
  readonly sheet: { readonly slug: string; readonly number: string; readonly title: string };
}

function placed({ slug, number, title }: SheetSummary, steps: readonly Step[]): PlacedStep[] {
  return steps.map((step) => ({ step, sheet: { slug, number, title } }));
}

function byDay(a: PlacedStep, b: PlacedStep): number {
  return a.step.dueOn! < b.step.dueOn! ? -1 : 1;
}

function missingOf({ sheets, indicators, readsAll }: Asked | Omit<Asked, 'today'>) {
  return indicators.flatMap((indicator) => {
    const sheet = sheets.find(({ id }) => id === indicator.sheet);
    const years = keyFigureOf(indicator, readsAll).missing;
    if (!sheet || years.length === 0) return [];
    return [
      {
        id: indicator.id,
        label: indicator.label,
        years,
        sheet: { slug: sheet.slug, number: sheet.number }
      }
    ];
  });
}
