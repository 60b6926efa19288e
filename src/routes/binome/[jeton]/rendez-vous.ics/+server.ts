import { writeCalendar } from '#domain/events/calendar/file.ts';
import { ZONE } from '#domain/sharing/pairing/calendar.ts';
import { getPairByLink } from '#domain/sharing/server/pairing/links/queries.ts';
import { siteAddress } from '#server/http/address.ts';
import { respond } from '#server/http/api.ts';
import { NotFound } from '#shared/errors.ts';
import type { RequestHandler } from './$types';

const HALF_HOUR_MS = 30 * 60_000;

/** One of the two moments, as an entry of a calendar: it holds no address. */
export const GET: RequestHandler = async ({ locals, params, request, setHeaders, url }) => {
  const { id, side, other, dates, drawnAt, link } = await getPairByLink(locals.db, params.jeton);
  const moment = Number(url.searchParams.get('moment') ?? 1);
  const startsAt = dates[moment - 1];
  if (!startsAt) throw new NotFound('Ce moment n’a pas été proposé.');
  setHeaders({ 'cache-control': 'private, no-cache' });
  const title = `Faire connaissance avec ${other.name}`;
  return respond(
    request,
    'text/calendar',
    writeCalendar(title, [
      {
        ...{ uid: `binome-${id}-${side}-${moment}@maillage`, sequence: 0, status: 'TENTATIVE' },
        ...{ busy: true, title, description: 'Binôme du mois, une demi-heure.', location: '' },
        ...{ url: siteAddress(link), startsAt, timeZone: ZONE, changedAt: drawnAt },
        endsAt: new Date(startsAt.getTime() + HALF_HOUR_MS)
      }
    ])
  );
};
