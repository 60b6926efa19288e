import { redirect } from '@sveltejs/kit';
import { composeSheet } from '#domain/plans/server/papers/documents.ts';
import { readSheetPapers } from '#domain/plans/server/papers/queries.ts';
import type { RequestHandler } from './$types';

/** The sheet on paper, for whoever may read it, with what she may read of it. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const asked = { plan: params.slug, slug: params.code };
  const read = await readSheetPapers(db, actor, asked, new Date());
  if (read.state === 'moved') redirect(308, `/plans/${params.slug}/fiches/${read.slug}/fiche.pdf`);
  const bytes = await composeSheet(read.plan, read.sheet, read.indicators);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="fiche-${read.sheet.slug}-${read.plan.slug}.pdf"`,
      'cache-control': 'private, no-store'
    }
  });
};
