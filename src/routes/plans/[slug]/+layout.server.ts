import { reachPlan } from '#domain/plans/server/reaching/queries.ts';
import type { LayoutServerLoad } from './$types';

/**
 * The plan, for whoever reads it or pilots a sheet of it. Each page asks besides what it needs, and says its own
 * refusal: a layout does not run for an action.
 */
export const load: LayoutServerLoad = async ({ locals: { db, actor }, params }) => {
  const { plan, may } = await reachPlan(db, actor, params.slug);
  const { slug, title, shortTitle, sheetWord, status, visibility, territory } = plan;
  return { plan: { slug, title, shortTitle, sheetWord, status, visibility, territory, may } };
};
