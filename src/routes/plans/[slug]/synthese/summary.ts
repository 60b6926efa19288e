/** What a plan has done, what holds it back, what it changes: what is shown of it to who funds it. */
import type { FollowedIndicator } from '#domain/plans/indicators.ts';
import { keyFigureOf } from '#domain/plans/key-figures.ts';
import type { Axis } from '#domain/plans/model.ts';
import { sheetsOfAxis, treeOf } from '#domain/plans/overview.ts';
import { progressOf, tally } from '#domain/plans/progress.ts';
import type { SheetSummary } from '#domain/plans/sheet.ts';

/** A page is read in a few minutes: the others are a link away. */
const SHOWN = 8;

/** Where each axis stands; those without a sheet are left out. @param today - a civil day. */
export function axesOf(axes: readonly Axis[], sheets: readonly SheetSummary[], today: string) {
  return treeOf(axes, sheets)
    .axes.map((branch) => ({
      id: branch.axis.id,
      title: [branch.axis.number, branch.axis.title].filter(Boolean).join('. '),
      tally: tally(sheetsOfAxis(branch), today)
    }))
    .filter((axis) => axis.tally.sheets > 0);
}

/** What is done, what is held, how many are late. @param today - a civil day. */
export function settledOf(sheets: readonly SheetSummary[], today: string) {
  return {
    done: sheets.filter(({ status }) => status === 'done').map(brief),
    held: sheets
      .filter(({ status }) => status === 'blocked' || status === 'paused')
      .map((sheet) => ({ ...brief(sheet), status: sheet.status })),
    late: sheets.filter((sheet) => progressOf(sheet, today).late !== null).length
  };
}

/** The first indicators that have a value, how many have one, and how many have none. */
export function figuresOf(
  indicators: readonly FollowedIndicator[],
  sheets: readonly SheetSummary[],
  readsAll: boolean
) {
  const known = indicators.filter((one) => keyFigureOf(one, readsAll).last !== null);
  return {
    indicators: known
      .toSorted((a, b) => rank(a) - rank(b))
      .slice(0, SHOWN)
      .map((one) => ({ ...one, slug: sheets.find(({ id }) => id === one.sheet)?.slug ?? null })),
    known: known.length,
    without: indicators.length - known.length
  };
}

function brief({ slug, number, title }: SheetSummary) {
  return { slug, number, title };
}

/** What it changes comes before what was done, what has a target before what has none. */
function rank({ purpose, targets }: FollowedIndicator): number {
  return (purpose === 'result' ? 0 : 2) + (targets.length > 0 ? 0 : 1);
}
