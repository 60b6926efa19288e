import { isMemberOf } from '#domain/identity/rules.ts';
import { canLeadPlan } from '#domain/plans/rules.ts';
import { listFollowed } from '#domain/plans/server/indicators/queries.ts';
import { getPlan } from '#domain/plans/server/queries.ts';
import { listSheets } from '#domain/plans/server/sheets/queries.ts';
import { today as civilToday } from '#domain/plans/wording.ts';
import { lineOf } from '../lines.ts';
import { dashboardOf, listPilots } from './dashboards.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const now = new Date();
  const today = civilToday(now);
  const plan = await getPlan(db, actor, params.slug);
  const [sheets, indicators] = await Promise.all([
    listSheets(db, actor, plan.id),
    listFollowed(db, actor, { plan: plan.id, today, now })
  ]);
  const readsAll = isMemberOf(actor, plan.place.territory) || canLeadPlan(actor, plan.place);
  const asked = { sheets, indicators, today, readsAll };
  const key = url.searchParams.get('pilote') ?? '';
  const found = key ? dashboardOf(key, asked) : null;
  return {
    pilots: listPilots(asked),
    pilot: found && {
      ...found,
      own: found.own.map((sheet) => lineOf(sheet, indicators, today, readsAll))
    },
    unknown: key !== '' && !found
  };
};
