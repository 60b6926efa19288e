import { redirect } from '@sveltejs/kit';
import { reachPlan, reachSheet } from '#domain/plans/server/reaching/queries.ts';
import type { LayoutServerLoad } from './$types';

/**
 * The sheet, for whoever reads it; asked by a number it no longer has, the same page at the number it has now. Each
 * page asks besides what it needs: a layout does not run for an action.
 */
export const load: LayoutServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { plan } = await reachPlan(db, actor, params.slug);
  const reached = await reachSheet(db, actor, plan.id, params.code);
  if (reached.state === 'moved') {
    const root = `/plans/${params.slug}/fiches/`;
    const rest = url.pathname.slice(`${root}${params.code}`.length);
    redirect(308, root + reached.slug + rest + url.search);
  }
  const { slug, number, code, title, visibility } = reached.sheet;
  return { sheet: { slug, number, code, title, visibility, may: reached.may } };
};
