import { getEvent } from '#domain/events/server/queries.ts';
import { getProgramme } from '#domain/events/server/programme/queries.ts';
import { dayShown, hallScreen } from '#domain/registrations/live.ts';
import { findComingRound } from '#domain/seating/server/cards/queries.ts';
import type { PageServerLoad } from './$types';

/** A wall of the hall: the programme as everybody reads it, without anybody’s name. */
export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const now = new Date();
  const event = await getEvent(db, actor, params.slug);
  const { title, timeZone, venueName, status } = event;
  const shown = { title, timeZone, venueName, status, slug: event.slug };
  const day = dayShown(event, now);
  const hall = day && hallScreen(await getProgramme(db, event.id), now, day, timeZone);
  const round = await findComingRound(db, event.id);
  return { screen: true, event: shown, now, day, hall, round };
};
