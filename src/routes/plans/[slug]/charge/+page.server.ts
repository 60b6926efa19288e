import { getPlan } from '#domain/plans/server/queries.ts';
import { listSheets } from '#domain/plans/server/sheets/queries.ts';
import type { SheetSummary } from '#domain/plans/sheet.ts';
import { workloadOf } from '#domain/plans/workload.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const plan = await getPlan(db, actor, params.slug);
  const sheets = await listSheets(db, actor, plan.id);
  const brief = ({ slug, number, title }: SheetSummary) => ({ slug, number, title });
  return {
    sheets: sheets.length,
    loads: workloadOf(sheets).map((load) => ({
      ...load,
      pilots: load.pilots.map(brief),
      partners: load.partners.map(brief),
      funds: load.funds.map(brief)
    })),
    unpiloted: sheets
      .filter(({ pilots, status }) => pilots.length === 0 && status !== 'dropped')
      .map(brief)
  };
};
