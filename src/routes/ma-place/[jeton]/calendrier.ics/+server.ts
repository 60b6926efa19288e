import type { RequestHandler } from './$types';
import { writeCalendar } from '#domain/events/calendar/file.ts';
import { getRegistrationCalendar } from '#domain/registrations/server/calendar/queries.ts';
import { respond } from '#server/http/api.ts';

export const GET: RequestHandler = async ({ locals, params, request, setHeaders }) => {
  const { title, entries } = await getRegistrationCalendar(locals.db, params.jeton);
  setHeaders({ 'cache-control': 'private, no-cache' });
  return respond(request, 'text/calendar', writeCalendar(title, entries));
};
