import type { RequestHandler } from './$types';
import { editionEntry } from '#domain/events/calendar/edition.ts';
import { writeCalendar } from '#domain/events/calendar/file.ts';
import { getAsked } from '#domain/events/server/poll/answers/queries.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import { siteAddress } from '#server/http/address.ts';
import { respond } from '#server/http/api.ts';
import { NotFound } from '#shared/errors.ts';

/** The date that was kept, for whoever was asked: the edition may not be published yet. */
export const GET: RequestHandler = async ({ locals: { db }, params, request, setHeaders }) => {
  const asked = await getAsked(db, params.jeton, new Date());
  const event = asked.state === 'closed' ? await findEventById(db, asked.event.id) : null;
  // The address of an online meeting is for the registered.
  const entry =
    event && editionEntry({ ...event, venue: { ...event.venue, onlineUrl: '' } }, siteAddress('/'));
  if (!entry)
    throw new NotFound('La date n’est pas encore choisie : le calendrier viendra avec elle.');
  setHeaders({ 'cache-control': 'private, no-cache' });
  return respond(request, 'text/calendar', writeCalendar(asked.event.title, [entry]));
};
