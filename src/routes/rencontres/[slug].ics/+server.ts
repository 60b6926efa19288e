import { getEventCalendar } from '#app/api/event-contracts.ts';
import { editionEntry } from '#domain/events/calendar/edition.ts';
import { writeCalendar } from '#domain/events/calendar/file.ts';
import { getProgramme } from '#domain/events/server/programme/queries.ts';
import { getEvent } from '#domain/events/server/queries.ts';
import { siteAddress } from '#server/http/address.ts';
import { answer } from '#server/http/api.ts';
import { NotFound } from '#shared/errors.ts';

/** As the actor may read it: a member takes the file of an edition that is for members. */
export const GET = answer(getEventCalendar, async ({ params, event }) => {
  const { db, actor } = event.locals;
  const edition = await getEvent(db, actor, params.slug);
  const programme = await getProgramme(db, edition.id);
  // The address of an online meeting is for the registered: this file goes from hand to hand.
  const open = { ...edition, venue: { ...edition.venue, onlineUrl: '' } };
  const entry = editionEntry(open, siteAddress('/'), programme);
  if (!entry)
    throw new NotFound('La date n’est pas encore choisie : le calendrier viendra avec elle.');
  if (edition.visibility !== 'public' || edition.status === 'draft')
    event.setHeaders({ 'cache-control': 'private, no-cache' });
  return writeCalendar(edition.title, [entry]);
});
