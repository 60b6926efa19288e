import { composeBooklet } from '#domain/events/server/programme/documents.ts';
import { getProgramme, listBookletPartners } from '#domain/events/server/programme/queries.ts';
import { getEvent } from '#domain/events/server/queries.ts';
import type { RequestHandler } from './$types';

/** The booklet of an edition, for whoever may read it. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const event = await getEvent(db, actor, params.slug);
  const [programme, partners] = await Promise.all([
    getProgramme(db, event.id),
    listBookletPartners(db, event.id)
  ]);
  const bytes = await composeBooklet({ event, programme, partners });
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="programme-${event.slug}.pdf"`
    }
  });
};
