import { getAgendaCalendar } from '#app/api/event-contracts.ts';
import { editionEntry } from '#domain/events/calendar/edition.ts';
import { writeCalendar } from '#domain/events/calendar/file.ts';
import { listPublicCalendar } from '#domain/events/server/calendar/queries.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import { siteAddress } from '#server/http/address.ts';
import { answer } from '#server/http/api.ts';

/** What has just taken place stays a year: a calendar that follows us would drop it from one day to the next. */
const KEPT_MS = 365 * 86_400_000;

export const GET = answer(getAgendaCalendar, async ({ query, event }) => {
  const { db } = event.locals;
  const territory = query.territoire ? await getTerritory(db, query.territoire) : null;
  const since = new Date(Date.now() - KEPT_MS);
  const events = await listPublicCalendar(db, { territory: territory?.slug ?? null, since });
  const entries = events.flatMap((one) => editionEntry(one, siteAddress('/')) ?? []);
  return writeCalendar(territory ? `Rencontres ${territory.nameWithDe}` : 'Rencontres', entries);
});
