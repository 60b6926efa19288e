import { getLedPlan } from '#domain/plans/server/queries.ts';
import type { LayoutServerLoad } from './$types';

/** The plan, for who leads it. Each page asks besides what it needs: a layout does not run for an action. */
export const load: LayoutServerLoad = async ({ locals: { db, actor }, params }) => {
  const plan = await getLedPlan(db, actor, { slug: params.slug });
  const { slug, title, shortTitle, kind, sheetWord, status, visibility, territory } = plan;
  const { startsOn, endsOn } = plan;
  const period = { startsOn, endsOn };
  return {
    plan: { slug, title, shortTitle, kind, sheetWord, status, visibility, territory, ...period }
  };
};
