import { writePlanDocx } from '#domain/plans/server/papers/word/documents.ts';
import { readPlanPapers } from '#domain/plans/server/papers/queries.ts';
import type { RequestHandler } from './$types';

/** The plan for a word processor, for whoever may read it, with the sheets she may read. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const now = new Date();
  const { plan, sheets, indicators } = await readPlanPapers(db, actor, params.slug, now);
  const bytes = await writePlanDocx(plan, sheets, indicators, now);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'content-disposition': `attachment; filename="plan-${plan.slug}.docx"`,
      'cache-control': 'private, no-store'
    }
  });
};
