import { getWelcomedEvent } from '#domain/registrations/server/attendance/queries.ts';
import { getAttachedSheet } from '#domain/registrations/server/sheets/queries.ts';
import type { RequestHandler } from './$types';

/** A scanned sheet, for the team alone: kept as a file, never shown as a page of ours. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const event = await getWelcomedEvent(db, actor, params.slug);
  const { name, type, file } = await getAttachedSheet(db, actor, event.id, Number(params.id));
  return new Response(new Uint8Array(file), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store'
    }
  });
};
