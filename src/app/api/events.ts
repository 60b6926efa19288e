import type { z } from 'zod';
import { listAgenda } from '#domain/events/server/listing/queries.ts';
import { getProgramme } from '#domain/events/server/programme/queries.ts';
import { getEvent } from '#domain/events/server/queries.ts';
import type { Event, EventKind, EventSummary } from '#domain/events/model.ts';
import type { Programme } from '#domain/events/programme.ts';
import { VISITOR } from '#domain/identity/model.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type * as contracts from './event-contracts.ts';

type ListJson = z.input<typeof contracts.listEvents.response>;
type SummaryJson = ListJson['items'][number];
type EventJson = z.input<typeof contracts.getEventBySlug.response>;

/**
 * The public agenda as the API gives it: what a visitor may find, whoever asks.
 * @throws NotFound for a territory that does not exist.
 */
export async function listEventsJson(
  db: Executor,
  query: { territory?: string; kind?: EventKind; past: boolean; page: number; perPage: number },
  now: Date
): Promise<ListJson> {
  if (query.territory) await getTerritory(db, query.territory);
  const { events, total } = await listAgenda(db, VISITOR, query, now);
  return { items: events.map(summaryJson), total, page: query.page, per_page: query.perPage };
}

/** An edition and its programme as a visitor reads them. @throws NotFound */
export async function getEventJson(db: Executor, slug: string): Promise<EventJson> {
  const event = await getEvent(db, VISITOR, slug);
  return eventJson(event, await getProgramme(db, event.id));
}

function summaryJson(event: EventSummary): SummaryJson {
  return {
    slug: event.slug,
    title: event.title,
    kind: event.kind,
    summary: event.summary,
    status: event.status === 'cancelled' ? 'cancelled' : 'published',
    starts_at: event.startsAt?.toISOString() ?? null,
    ends_at: event.endsAt?.toISOString() ?? null,
    time_zone: event.timeZone,
    territory: { slug: event.territory.slug, name: event.territory.name },
    series: event.series && { slug: event.series.slug, title: event.series.title },
    venue: event.venueName,
    commune: event.communeName,
    fictional: event.fictional,
    url: `/rencontres/${event.slug}`,
    calendar: `/rencontres/${event.slug}.ics`
  };
}

function eventJson(event: Event, programme: Programme): EventJson {
  return {
    ...summaryJson(event),
    description: event.description,
    intended_for: event.intendedFor,
    organiser: event.organiser && { slug: event.organiser.slug, name: event.organiser.name },
    contact: { name: event.contactName, phone: event.contactPhone },
    address: event.venue.address,
    postal_code: event.venue.postalCode,
    commune_code: event.venue.commune?.code ?? null,
    capacity: event.capacity,
    declared_participants: event.declaredParticipants,
    declared_source: event.declaredSource,
    programme: programme.sessions.map((session) => ({
      kind: session.kind,
      title: session.title,
      description: session.description,
      starts_at: session.startsAt.toISOString(),
      ends_at: session.endsAt.toISOString(),
      room: programme.rooms.find(({ id }) => id === session.room)?.name ?? '',
      chosen: session.chosen,
      capacity: session.capacity,
      themes: session.themes.map(({ code }) => code)
    }))
  };
}
