import type { Event } from '#domain/events/model.ts';
import { daysOf } from '#domain/registrations/checkin/days.ts';
import { currentEntrance } from '#domain/registrations/checkin/standing.ts';
import {
  listAtEntrance,
  listEntrances,
  PER_PAGE
} from '#domain/registrations/server/attendance/listing/queries.ts';
import { listCheckinLinks } from '#domain/registrations/server/checkin/links/queries.ts';
import { drawCode } from '#domain/registrations/server/links/documents.ts';
import type { Database } from '#server/db/connection.ts';
import { siteAddress } from '#server/http/address.ts';
import { formatDay } from '#shared/dates.ts';

interface Asking {
  readonly entrance: string;
  readonly q: string;
  readonly state: '' | 'here' | 'missing';
  readonly page: number;
}

const STATES = { presents: 'here', absents: 'missing' } as const;

export function readAsking(query: URLSearchParams): Asking {
  const state = query.get('etat');
  return {
    entrance: /^(all|[hs]\d{1,15})$/.exec(query.get('entree') ?? '')?.[0] ?? '',
    q: (query.get('q') ?? '').slice(0, 100),
    state: state === 'presents' || state === 'absents' ? STATES[state] : '',
    page: Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1)
  };
}

/** The inverse: nothing of what filters nothing. */
export function writeAsking({ entrance, q, state, page }: Asking): string {
  const said = {
    entree: entrance,
    q,
    etat: state === '' ? '' : state === 'here' ? 'presents' : 'absents',
    page: page > 1 ? String(page) : ''
  };
  return new URLSearchParams(Object.entries(said).filter(([, value]) => value)).toString();
}

/** All that the page shows. */
export async function readDoor(db: Database, event: Event, asking: Asking, now: Date) {
  const entrances = await listEntrances(db, event);
  const entrance =
    entrances.find(({ key }) => key === asking.entrance) ??
    currentEntrance(entrances, now.getTime());
  const links = await listCheckinLinks(db, event, now);
  const shown = { ...asking, entrance: entrance?.key ?? 'all' };
  return {
    days: daysOf(event, event.timeZone).map((day) => ({ value: day, label: formatDay(day) })),
    links: links.map(({ token, ...link }) => {
      const address = siteAddress(`/pointage/${token}`);
      return { ...link, address, dayLabel: formatDay(link.day), code: drawCode(address) };
    }),
    entrances: entrances.map(({ key, label, hours }) => ({
      value: key,
      label: hours && hours !== label ? `${label}, ${hours}` : label
    })),
    asking: shown,
    list: await listAtEntrance(db, event.id, shown),
    perPage: PER_PAGE,
    zone: event.timeZone,
    now
  };
}
