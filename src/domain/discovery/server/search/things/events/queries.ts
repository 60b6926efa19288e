import { EVENT_KIND_LABELS, type EventSummary } from '#domain/events/model.ts';
import { listFindable } from '#domain/events/server/listing/queries.ts';
import { civilTime, formatDay } from '#shared/dates.ts';
import type { EventId } from '#shared/ids.ts';
import type { Found } from '../../../../search.ts';
import { slice, type Show } from '../slices/queries.ts';

export const showEvents: Show = async (db, actor, ids, page) => {
  const events = await listFindable(db, actor, {
    ...{ events: ids as readonly EventId[], series: [] },
    drafts: true
  });
  return slice(events, ids, page, asFound);
};

function asFound(event: EventSummary): Found {
  const { startsAt, timeZone, kind, status, communeName } = event;
  const day = startsAt ? formatDay(civilTime(startsAt, timeZone)) : 'date à venir';
  const state = status === 'cancelled' ? 'annulée' : '';
  return {
    kind: 'event',
    id: event.id,
    href: `/rencontres/${event.slug}`,
    title: event.title,
    detail: [EVENT_KIND_LABELS[kind], day, communeName, state].filter(Boolean).join(' · '),
    text: event.summary,
    where: event.territory.name,
    fictional: event.fictional,
    isDraft: status === 'draft',
    passage: null
  };
}
