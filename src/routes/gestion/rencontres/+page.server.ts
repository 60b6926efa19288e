import { isPast } from '#domain/events/edition.ts';
import { listManagedEvents } from '#domain/events/server/listing/queries.ts';
import { listSeries } from '#domain/events/server/series/queries.ts';
import { animatesSomewhere } from '#domain/identity/rules.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  const now = new Date();
  const events = await listManagedEvents(db, actor, now);
  const isOver = (event: (typeof events)[number]) => isPast(event, now);
  return {
    drafts: events.filter((event) => event.status === 'draft'),
    coming: events.filter((event) => event.status === 'published' && !isOver(event)),
    past: events.filter((event) => event.status === 'published' && isOver(event)).reverse(),
    cancelled: events.filter((event) => event.status === 'cancelled').reverse(),
    series: await listSeries(db, actor),
    creates: animatesSomewhere(actor),
    deleted: url.searchParams.has('supprime')
  };
};
