import { isMemberOf } from '#domain/identity/rules.ts';
import type { FollowedIndicator } from '#domain/plans/indicators.ts';
import { keyFigureOf } from '#domain/plans/key-figures.ts';
import { fundingTable } from '#domain/plans/money.ts';
import { sheetsOfAxis, treeOf } from '#domain/plans/overview.ts';
import { progressOf, tally } from '#domain/plans/progress.ts';
import { canLeadPlan } from '#domain/plans/rules.ts';
import { listFollowed } from '#domain/plans/server/indicators/queries.ts';
import { getPlan } from '#domain/plans/server/queries.ts';
import { listSheets } from '#domain/plans/server/sheets/queries.ts';
import type { SheetSummary } from '#domain/plans/sheet.ts';
import { today as civilToday } from '#domain/plans/wording.ts';
import { countTargets } from '../targets.ts';
import { fundedBy } from './funded.ts';
import type { PageServerLoad } from './$types';

/** A page is read in a few minutes: the others are a link away. */
const SHOWN = 8;

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const now = new Date();
  const today = civilToday(now);
  const plan = await getPlan(db, actor, params.slug);
  const [all, followed] = await Promise.all([
    listSheets(db, actor, plan.id),
    listFollowed(db, actor, { plan: plan.id, today, now })
  ]);
  const readsAll = isMemberOf(actor, plan.place.territory) || canLeadPlan(actor, plan.place);
  const everything = fundingTable(all.flatMap(({ funding }) => funding));
  const funders = everything.funders.map(({ funder: { key, name } }) => ({
    value: key,
    label: name
  }));
  const asked = url.searchParams.get('financeur') ?? '';
  const funder = funders.find(({ value }) => value === asked) ?? null;
  const { sheets, lines } = fundedBy(all, funder?.value ?? null);
  const kept = new Set(sheets.map(({ id }) => id));
  const indicators = followed.filter(({ sheet }) => (sheet ? kept.has(sheet) : funder === null));
  return {
    today,
    about: { title: plan.title, startsOn: plan.startsOn, endsOn: plan.endsOn },
    funders,
    funder,
    readsAll,
    whole: tally(sheets, today),
    targets: countTargets(indicators, readsAll),
    money: fundingTable(lines),
    axes: treeOf(plan.axes, sheets)
      .axes.map((branch) => ({
        id: branch.axis.id,
        title: [branch.axis.number, branch.axis.title].filter(Boolean).join('. '),
        tally: tally(sheetsOfAxis(branch), today)
      }))
      .filter((axis) => axis.tally.sheets > 0),
    done: sheets.filter(({ status }) => status === 'done').map(brief),
    held: sheets
      .filter((sheet) => ['blocked', 'paused'].includes(sheet.status))
      .map((sheet) => ({ ...brief(sheet), status: sheet.status })),
    late: sheets.filter((sheet) => progressOf(sheet, today).late !== null).length,
    indicators: indicators
      .filter((one) => keyFigureOf(one, readsAll).last !== null)
      .toSorted((a, b) => rank(a) - rank(b))
      .slice(0, SHOWN)
      .map((one) => ({ ...one, slug: sheets.find(({ id }) => id === one.sheet)?.slug ?? null })),
    known: indicators.filter((one) => keyFigureOf(one, readsAll).last !== null).length,
    without: indicators.filter((one) => keyFigureOf(one, readsAll).last === null).length
  };
};

function brief({ slug, number, title }: SheetSummary) {
  return { slug, number, title };
}

/** What it changes comes before what was done, what has a target before what has none. */
function rank({ purpose, targets }: FollowedIndicator): number {
  return (purpose === 'result' ? 0 : 2) + (targets.length > 0 ? 0 : 1);
}
