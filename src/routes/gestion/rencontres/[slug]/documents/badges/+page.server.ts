import { pagesOf, readBadgeChoice } from '#domain/registrations/badges.ts';
import { getWelcomedEvent } from '#domain/registrations/server/attendance/queries.ts';
import { listBadges, readBadgeChoices } from '#domain/registrations/server/badges/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getWelcomedEvent(db, actor, params.slug);
  const choice = readBadgeChoice(url.searchParams);
  const [choices, badges] = await Promise.all([
    readBadgeChoices(db, event.id),
    listBadges(db, event, choice)
  ]);
  return {
    ...{ choice, choices, count: badges.length },
    pages: pagesOf(badges.length, choice.format),
    query: url.search
  };
};
