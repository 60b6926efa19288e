import { listFollowed } from '#domain/plans/server/indicators/queries.ts';
import { getSheet } from '#domain/plans/server/sheets/queries.ts';
import { reachPlan } from '#domain/plans/server/reaching/queries.ts';
import { shownSheet } from '#domain/plans/reading.ts';
import { readSurroundings } from '#domain/plans/server/reading/queries.ts';
import { progressOf } from '#domain/plans/progress.ts';
import { canWriteSheet } from '#domain/plans/rules.ts';
import { today as civilToday } from '#domain/plans/wording.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, parent }) => {
  // The layout answers first for a sheet that has moved, or that one may not read.
  await parent();
  const now = new Date();
  const today = civilToday(now);
  const { plan } = await reachPlan(db, actor, params.slug);
  const whole = await getSheet(db, actor, { plan: plan.id, slug: params.code });
  const axis = plan.axes.find(({ id }) => id === whole.axis) ?? null;
  const { resources: _resources, links: _links, remainder, ...shown } = shownSheet(whole);
  const writes = canWriteSheet(actor, whole.place);
  const [around, indicators] = await Promise.all([
    readSurroundings(db, actor, whole),
    listFollowed(db, actor, { plan: plan.id, sheet: whole.id, today, now })
  ]);
  return {
    read: shown,
    hasRemainder: writes && remainder !== '',
    axis,
    objective: axis?.objectives.find(({ id }) => id === whole.objective) ?? null,
    headings: plan.headings.filter(({ hidden }) => !hidden),
    around,
    indicators,
    progress: progressOf(whole, today)
  };
};
