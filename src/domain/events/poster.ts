/** The poster of a relay: what stands on it, in words. */
import { civilTime, formatDay, formatHour } from '#shared/dates.ts';
import { EVENT_KIND_LABELS, type Event } from './model.ts';
import type { Relay } from './relays.ts';

export interface Poster {
  /** « Journée du Territoire des Trois Confluents ». */
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  readonly intendedFor: string;
  /** « Jeudi 18 mars 2027 », and the hours below; '' while the date is not chosen. */
  readonly day: string;
  readonly hours: string;
  /** One line each: the venue, its street, its commune. */
  readonly place: readonly string[];
  /** Who passes the word on. */
  readonly relay: string;
  /** As it is typed: « maillage.exemple.fr/r/3k ». */
  readonly typedAddress: string;
  readonly isFictional: boolean;
  /** How large the title may be set, in points. */
  readonly titleSize: number;
}

/** What a poster says of an edition. @param address - short and full: « https://…/r/3k ». */
export function writePoster(
  event: Event,
  relay: Pick<Relay, 'name'> | null,
  address: string
): Poster {
  return {
    kind: `${EVENT_KIND_LABELS[event.kind]} ${event.territory.nameWithDe}`,
    title: event.title,
    summary: event.summary,
    intendedFor: event.intendedFor,
    ...whenOf(event),
    place: placeOf(event),
    relay: relay?.name ?? '',
    typedAddress: address.replace(/^https?:\/\//, '').replace(/\/$/, ''),
    isFictional: event.fictional,
    titleSize: sizeOf(event.title)
  };
}

function whenOf({ startsAt, endsAt, timeZone }: Event): Pick<Poster, 'day' | 'hours'> {
  if (!startsAt || !endsAt) return { day: '', hours: '' };
  const [start, end] = [civilTime(startsAt, timeZone), civilTime(endsAt, timeZone)];
  const day = capitalise(formatDay(start));
  if (start.slice(0, 10) !== end.slice(0, 10))
    return {
      day: `Du ${formatDay(start)} au ${formatDay(end)}`,
      hours: `à partir de ${formatHour(start)}`
    };
  return { day, hours: `de ${formatHour(start)} à ${formatHour(end)}` };
}

function placeOf({ venue }: Event): string[] {
  const town = [venue.postalCode, venue.commune?.name].filter(Boolean).join(' ');
  const lines = [venue.name, venue.address, town].filter(Boolean);
  return lines.length === 0 && venue.onlineUrl ? ['En ligne'] : lines;
}

/** A short title fills the width; a long one must still leave room for the rest. */
function sizeOf(title: string): number {
  if (title.length <= 28) return 52;
  if (title.length <= 55) return 42;
  return title.length <= 90 ? 34 : 26;
}

const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
