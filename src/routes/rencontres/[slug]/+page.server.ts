import { findFollow } from '#domain/discovery/server/follows/queries.ts';
import { isPast } from '#domain/events/edition.ts';
import { isInTeam } from '#domain/events/rules.ts';
import { listShownPartners } from '#domain/events/server/partners/queries.ts';
import { getProgramme } from '#domain/events/server/programme/queries.ts';
import { getEvent } from '#domain/events/server/queries.ts';
import { hasReadableMinutes } from '#domain/minutes/server/reading/queries.ts';
import { listSheetsOfEvent } from '#domain/plans/server/about/queries.ts';
import { deskState } from '#domain/registrations/desk.ts';
import { getDeskForm } from '#domain/registrations/server/desk/queries.ts';
import { findAttendance } from '#domain/registrations/server/history/queries.ts';
import { siteAddress } from '#server/http/address.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const now = new Date();
  const whole = await getEvent(db, actor, params.slug);
  const { place, ...event } = whole;
  const past = isPast(event, now);
  const [programme, desk, partners, attendance, minutes, sheets] = await Promise.all([
    getProgramme(db, event.id),
    getDeskForm(db, event.id),
    listShownPartners(db, event.id),
    past ? findAttendance(db, event.id) : null,
    past && hasReadableMinutes(db, actor, whole),
    listSheetsOfEvent(db, actor, event.id, event.series?.id ?? null)
  ]);
  return {
    event,
    programme,
    partners,
    isInTeam: isInTeam(actor, place),
    isPast: past,
    follow: await findFollow(db, actor, { target: 'event', key: String(event.id) }),
    attendance,
    minutes,
    sheets,
    address: siteAddress(`/rencontres/${event.slug}`),
    registration: {
      state: deskState(desk.desk, event, now),
      free: desk.capacity === null ? null : Math.max(0, desk.capacity - desk.taken),
      waiting: desk.waiting
    }
  };
};
