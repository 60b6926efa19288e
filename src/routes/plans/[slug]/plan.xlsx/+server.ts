import { readTables } from '#domain/plans/server/exchange/queries.ts';
import { writePlanWorkbook } from '#domain/plans/server/exchange/workbook/documents.ts';
import type { RequestHandler } from './$types';

/** The sheets that one may read, their steps, money and indicators, as a workbook: brought back, it loses nothing. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const { tables, years } = await readTables(db, actor, params.slug, new Date());
  const bytes = await writePlanWorkbook(tables, years);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="plan-${tables.plan.slug}.xlsx"`,
      'cache-control': 'private, no-store'
    }
  });
};
