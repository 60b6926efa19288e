import { composeMinutes } from '#domain/minutes/server/documents.ts';
import { getMinutes } from '#domain/minutes/server/reading/queries.ts';
import type { RequestHandler } from './$types';

/** The compte rendu on paper, for whoever may read it, with what she may read of it. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params, url }) => {
  const token = url.searchParams.get('cle') ?? '';
  const read = await getMinutes(db, actor, { slug: params.slug, token });
  const bytes = await composeMinutes(read, new Date());
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="compte-rendu-${read.event.slug}.pdf"`,
      'cache-control': 'private, no-store'
    }
  });
};
