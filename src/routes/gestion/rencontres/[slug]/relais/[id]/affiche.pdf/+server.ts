import { getManagedEvent } from '#domain/events/server/queries.ts';
import { composePoster } from '#domain/events/server/relays/documents.ts';
import { getRelay } from '#domain/events/server/relays/queries.ts';
import type { RequestHandler } from './$types';

/** The poster of a relay, for those who manage the edition. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const relay = await getRelay(db, actor, event.id, Number(params.id));
  return new Response(new Uint8Array(await composePoster(event, relay)), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="affiche-${event.slug}-${relay.code}.pdf"`
    }
  });
};
