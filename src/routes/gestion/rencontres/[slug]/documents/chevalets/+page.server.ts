import { getProgramme } from '#domain/events/server/programme/queries.ts';
import { getWelcomedEvent } from '#domain/registrations/server/attendance/queries.ts';
import { readSignChoice, signsOf } from '#domain/registrations/signs.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getWelcomedEvent(db, actor, params.slug);
  const choice = readSignChoice(url.searchParams);
  const programme = await getProgramme(db, event.id);
  const count = signsOf(choice, programme, event.timeZone).length;
  return { choice, count, query: url.search };
};
