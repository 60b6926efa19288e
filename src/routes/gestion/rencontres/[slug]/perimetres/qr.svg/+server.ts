import { getManagedEvent } from '#domain/events/server/queries.ts';
import { drawRoomQr } from '#domain/events/server/workshop/documents.ts';
import { findRoomToken } from '#domain/events/server/workshop/queries.ts';
import { siteAddress } from '#server/http/address.ts';
import { NotFound } from '#shared/errors.ts';
import type { RequestHandler } from './$types';

/** The code of the room, to be shown on a wall. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const token = await findRoomToken(db, event.id);
  if (!token) throw new NotFound('L’atelier de cette rencontre n’est pas encore préparé.');
  return new Response(await drawRoomQr(siteAddress(`/atelier/${token}`)), {
    headers: {
      'content-type': 'image/svg+xml',
      'content-security-policy': "default-src 'none'; sandbox"
    }
  });
};
