import { isMemberOf } from '#domain/identity/rules.ts';
import { fundingTable } from '#domain/plans/money.ts';
import { tally } from '#domain/plans/progress.ts';
import { canLeadPlan } from '#domain/plans/rules.ts';
import { listFollowed } from '#domain/plans/server/indicators/queries.ts';
import { getPlan } from '#domain/plans/server/queries.ts';
import { listSheets } from '#domain/plans/server/sheets/queries.ts';
import { today as civilToday } from '#domain/plans/wording.ts';
import { countTargets } from '../targets.ts';
import { fundedBy } from './funded.ts';
import { axesOf, figuresOf, settledOf } from './summary.ts';
import type { PageServerLoad } from './$types';

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
    axes: axesOf(plan.axes, sheets, today),
    ...settledOf(sheets, today),
    ...figuresOf(indicators, sheets, readsAll)
  };
};
