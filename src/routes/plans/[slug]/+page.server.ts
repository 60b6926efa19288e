import { listThemes } from '#domain/directory/server/queries.ts';
import { findFollow } from '#domain/discovery/server/follows/queries.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import { filterSheets, readFilter } from '#domain/plans/filtering.ts';
import { addUp } from '#domain/plans/money.ts';
import { tally } from '#domain/plans/progress.ts';
import { canLeadPlan } from '#domain/plans/rules.ts';
import { listFollowed } from '#domain/plans/server/indicators/queries.ts';
import { listSheetsIn } from '#domain/plans/server/overview/queries.ts';
import { getPlan } from '#domain/plans/server/queries.ts';
import { listSheets } from '#domain/plans/server/sheets/queries.ts';
import { today as civilToday } from '#domain/plans/wording.ts';
import { listTerritoryCommunes } from '#domain/territory/server/queries.ts';
import { choicesOf, chosen } from './choices.ts';
import { countTargets } from './targets.ts';
import { lineOf } from './lines.ts';
import { treeOf } from '#domain/plans/overview.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const now = new Date();
  const today = civilToday(now);
  const plan = await getPlan(db, actor, params.slug);
  const filter = readFilter(url.searchParams);
  const [sheets, indicators, themes, communes, there] = await Promise.all([
    listSheets(db, actor, plan.id),
    listFollowed(db, actor, { plan: plan.id, today, now }),
    listThemes(db),
    listTerritoryCommunes(db, plan.territory.id),
    filter.commune ? listSheetsIn(db, plan.id, filter.commune) : null
  ]);
  const readsAll = isMemberOf(actor, plan.place.territory) || canLeadPlan(actor, plan.place);
  const kept = filterSheets(sheets, filter, there, today);
  const choices = choicesOf(sheets, { themes, communes });
  const { kind, summary, startsOn, endsOn, signatories, contact, axes } = plan;
  return {
    about: { kind, summary, startsOn, endsOn, signatories, contact },
    tree: treeOf(
      axes,
      kept.map((sheet) => lineOf(sheet, indicators, today, readsAll))
    ),
    whole: tally(sheets, today),
    kept: kept.length,
    unread: plan.sheetCount - sheets.length,
    money: addUp(sheets.flatMap(({ funding }) => funding)),
    targets: countTargets(indicators, readsAll),
    own: indicators.filter(({ sheet }) => sheet === null),
    readsAll,
    follow: await findFollow(db, actor, { target: 'plan', key: String(plan.place.id) }),
    planId: plan.place.id,
    filter,
    choices,
    on: chosen(filter, choices)
  };
};
