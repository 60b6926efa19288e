import { composeBooklet } from '#domain/plans/server/papers/documents.ts';
import { readPlanPapers } from '#domain/plans/server/papers/queries.ts';
import type { RequestHandler } from './$types';

/** The plan as a booklet, for whoever may read it, with the sheets she may read. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const now = new Date();
  const { plan, sheets, indicators } = await readPlanPapers(db, actor, params.slug, now);
  const bytes = await composeBooklet(plan, sheets, indicators, now);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="livret-${plan.slug}.pdf"`,
      'cache-control': 'private, no-store'
    }
  });
};
