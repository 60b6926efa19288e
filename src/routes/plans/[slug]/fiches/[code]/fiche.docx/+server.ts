import { redirect } from '@sveltejs/kit';
import { writeSheetDocx } from '#domain/plans/server/papers/word/documents.ts';
import { readSheetPapers } from '#domain/plans/server/papers/queries.ts';
import type { RequestHandler } from './$types';

/** The sheet for a word processor, for whoever may read it, with what she may read of it. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const asked = { plan: params.slug, slug: params.code };
  const read = await readSheetPapers(db, actor, asked, new Date());
  if (read.state === 'moved') redirect(308, `/plans/${params.slug}/fiches/${read.slug}/fiche.docx`);
  const bytes = await writeSheetDocx(read.plan, read.sheet, read.indicators);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'content-disposition': `attachment; filename="fiche-${read.sheet.slug}-${read.plan.slug}.docx"`,
      'cache-control': 'private, no-store'
    }
  });
};
