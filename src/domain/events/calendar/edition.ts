/**
 * How an edition stands in people's calendars: one entry, with its programme in the text. An entry a session would
 * fill a day with parallel lines that nobody chose; the sessions that somebody chose are entries of her own file.
 */
import { civilTime, formatDay, formatHour } from '#shared/dates.ts';
import type { Event, Venue } from '../model.ts';
import type { Programme, ProgrammeSession } from '../programme.ts';
import type { CalendarEntry } from './file.ts';

/** What the agenda of several editions reads of each. */
export type CalendarEvent = Pick<
  Event,
  | 'id'
  | 'slug'
  | 'title'
  | 'summary'
  | 'status'
  | 'startsAt'
  | 'endsAt'
  | 'timeZone'
  | 'venue'
  | 'contactName'
  | 'contactPhone'
  | 'calendarSequence'
  | 'cancelReason'
  | 'updatedAt'
>;

/** This instance, as what leaves it names it: « https://maillage.exemple ». */
export type Site = string;

/**
 * An edition as one entry; null until it has a date.
 * @param programme - said in the text when given.
 */
export function editionEntry(
  event: CalendarEvent,
  site: Site,
  programme?: Programme
): CalendarEntry | null {
  const { startsAt, endsAt, timeZone } = event;
  if (!startsAt || !endsAt) return null;
  const url = new URL(`/rencontres/${event.slug}`, site).href;
  return {
    uid: entryUid('rencontre', event.id, site),
    sequence: event.calendarSequence,
    status: event.status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED',
    busy: true,
    title: event.title,
    description: paragraphs([
      ...cancellation(event),
      event.summary,
      programme ? programmeText(programme, timeZone) : '',
      contact(event),
      url
    ]),
    location: location(event.venue),
    url,
    startsAt,
    endsAt,
    timeZone,
    changedAt: event.updatedAt
  };
}

/** The name of an entry for ever. No « @ »: it is no address, and is not to be taken for one. */
export function entryUid(kind: string, id: number, site: Site): string {
  return `${kind}-${id}.${new URL(site).host}`;
}

/** Paragraphs that say something, with a blank line between. */
export function paragraphs(texts: readonly string[]): string {
  return texts.filter((text) => text.trim() !== '').join('\n\n');
}

/** First of all, that it does not take place. */
export function cancellation({
  status,
  cancelReason
}: Pick<CalendarEvent, 'status' | 'cancelReason'>): string[] {
  if (status !== 'cancelled') return [];
  return [cancelReason ? `Rencontre annulée : ${cancelReason}` : 'Rencontre annulée.'];
}

/** Where to go, in one line: what a map understands. */
export function location({ name, address, postalCode, commune, onlineUrl }: Venue): string {
  const town = [postalCode, commune?.name ?? ''].filter(Boolean).join(' ');
  const place = [name, address, town].filter(Boolean).join(', ');
  return place || onlineUrl;
}

/** A programme in lines under a heading, and under its days when it has several; '' when it is empty. */
export function programmeText(
  { sessions, rooms }: Programme,
  zone: string,
  heading = 'Programme'
): string {
  const days = new Map<string, string[]>();
  for (const session of sessions) {
    const day = civilTime(session.startsAt, zone).slice(0, 10);
    const room = rooms.find(({ id }) => id === session.room)?.name ?? '';
    days.set(day, [...(days.get(day) ?? []), sessionLine(session, room, zone)]);
  }
  if (days.size === 0) return '';
  const blocks = [...days].map(([day, lines]) =>
    days.size === 1 ? lines.join('\n') : [formatDay(day), ...lines].join('\n')
  );
  return [heading, ...blocks].join('\n');
}

function sessionLine(session: ProgrammeSession, room: string, zone: string): string {
  const hour = (instant: Date) => formatHour(civilTime(instant, zone));
  const details = [room, session.chosen ? 'au choix' : ''].filter(Boolean).join(', ');
  const title = details ? `${session.title} (${details})` : session.title;
  return `${hour(session.startsAt)}\u00a0–\u00a0${hour(session.endsAt)}\u00a0: ${title}`;
}

/** A structure's or a function's, as its page shows it. */
export function contact({
  contactName,
  contactPhone
}: Pick<Event, 'contactName' | 'contactPhone'>): string {
  const words = [contactName, contactPhone].filter(Boolean).join(', ');
  return words ? `Contact\u00a0: ${words}` : '';
}
