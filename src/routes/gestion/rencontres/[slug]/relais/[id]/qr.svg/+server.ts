import { getManagedEvent } from '#domain/events/server/queries.ts';
import { drawQr } from '#domain/events/server/relays/documents.ts';
import { getRelay } from '#domain/events/server/relays/queries.ts';
import type { RequestHandler } from './$types';

/** The code of a relay, as a drawing that prints at any size. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const relay = await getRelay(db, actor, event.id, Number(params.id));
  return new Response(await drawQr(relay), {
    headers: {
      'content-type': 'image/svg+xml',
      'content-disposition': `inline; filename="qr-${relay.code}.svg"`,
      'content-security-policy': "default-src 'none'; sandbox"
    }
  });
};
