import { eveOf } from '#domain/registrations/checkin/days.ts';
import { findCheckinLink } from '#domain/registrations/server/checkin/links/queries.ts';
import { getCheckinList } from '#domain/registrations/server/checkin/list/queries.ts';
import type { RequestHandler } from './$types';

const KEPT_BY_NOBODY = { 'cache-control': 'no-store' };

/** 410: the telephone erases what it keeps. 425: it is too early. */
export const GET: RequestHandler = async ({ locals: { db }, params }) => {
  const now = new Date();
  const link = await findCheckinLink(db, params.jeton, now);
  if (!link || link.state === 'over' || link.state === 'late')
    return Response.json(
      { reason: link?.state === 'late' ? 'late' : 'gone' },
      { status: 410, headers: KEPT_BY_NOBODY }
    );
  if (link.state === 'early')
    return Response.json(
      { reason: 'early', opensAt: eveOf(link).getTime() },
      { status: 425, headers: KEPT_BY_NOBODY }
    );
  return Response.json(await getCheckinList(db, link, now), { headers: KEPT_BY_NOBODY });
};
