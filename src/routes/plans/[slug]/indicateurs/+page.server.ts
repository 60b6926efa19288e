import { isMemberOf } from '#domain/identity/rules.ts';
import { canLeadPlan, canWriteSheet } from '#domain/plans/rules.ts';
import { listFollowed } from '#domain/plans/server/indicators/queries.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import { reachPlan } from '#domain/plans/server/reaching/queries.ts';
import { listSheets } from '#domain/plans/server/sheets/queries.ts';
import { today } from '#domain/plans/wording.ts';
import { numberOf } from '../../../gestion/rencontres/reading.ts';
import { countTargets } from '../targets.ts';
import { writesIn } from './asked.ts';
import { listLacking, putBack } from './listing.ts';
import { pathOf } from './paths.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const now = new Date();
  const { plan } = await reachPlan(db, actor, params.slug);
  const indicators = await listFollowed(db, actor, { plan: plan.id, now, today: today(now) });
  const sheets = await listSheets(db, actor, plan.id);
  const readsAll = isMemberOf(actor, plan.place.territory) || canLeadPlan(actor, plan.place);
  const writes = writesIn(actor, plan, null);
  const groups = sheets
    .map((sheet) => ({
      sheet: { id: sheet.id, slug: sheet.slug, number: sheet.number, title: sheet.title },
      writes: canWriteSheet(actor, sheet.place),
      indicators: indicators.filter((one) => one.sheet === sheet.id)
    }))
    .filter((group) => group.indicators.length > 0);
  return {
    ...{ groups, writes, readsAll, targets: countTargets(indicators, readsAll) },
    own: indicators.filter((one) => one.sheet === null),
    lacking: listLacking(indicators, readsAll),
    without: sheets.length - groups.length,
    removed: writes ? numberOf(url.searchParams.get('retire')) : 0
  };
};

export const actions: Actions = {
  remettre: async ({ locals, params, request }) => {
    const { plan } = await reachPlan(locals.db, locals.actor, params.slug);
    await getLedPlan(locals.db, locals.actor, { id: plan.id });
    return putBack({ locals, request }, pathOf(plan.slug, null));
  }
};
