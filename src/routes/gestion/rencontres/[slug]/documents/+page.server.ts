import { canManageEvent } from '#domain/events/rules.ts';
import { EVERY_BADGE, pagesOf } from '#domain/registrations/badges.ts';
import { getWelcomedEvent, listPresent } from '#domain/registrations/server/attendance/queries.ts';
import { listBadges } from '#domain/registrations/server/badges/queries.ts';
import { listAttachedSheets, listEntrances } from '#domain/registrations/server/sheets/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const event = await getWelcomedEvent(db, actor, params.slug);
  const badges = await listBadges(db, event, EVERY_BADGE);
  const [entrances, sheets, present] = await Promise.all([
    listEntrances(db, event),
    listAttachedSheets(db, event.id),
    listPresent(db, event.id)
  ]);
  return {
    badges: { count: badges.length, pages: pagesOf(badges.length, EVERY_BADGE.format) },
    sheets: {
      halfDays: event.halfDays.length,
      entrances: entrances.length,
      attached: sheets.length
    },
    present: present.size,
    mayManage: canManageEvent(actor, event.place)
  };
};
