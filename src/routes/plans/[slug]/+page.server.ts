import { getPlan } from '#domain/plans/server/queries.ts';
import { listSheets } from '#domain/plans/server/sheets/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const plan = await getPlan(db, actor, params.slug);
  const sheets = await listSheets(db, actor, plan.id);
  return { sheets: sheets.map(({ slug, number, title }) => ({ slug, number, title })) };
};
