/** A calendar file (iCalendar, RFC 5545), written so that any calendar reads it the same. */
import { civilTime } from '#shared/dates.ts';
import { escapeLine, foldLine } from '#shared/text.ts';
import { zoneLines } from './zones.ts';

/** One entry of a calendar. */
export interface CalendarEntry {
  /** The same for ever: a calendar that holds it changes it instead of showing it twice. */
  readonly uid: string;
  /** Grows each time the entry changes. */
  readonly sequence: number;
  readonly status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED';
  /** Takes the time of the person; what happens inside another entry does not. */
  readonly busy: boolean;
  readonly title: string;
  readonly description: string;
  readonly location: string;
  /** Absolute. */
  readonly url: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** IANA name. */
  readonly timeZone: string;
  readonly changedAt: Date;
}

const HOUR_MS = 3_600_000;
const USUAL_ZONE = 'Europe/Paris';

/**
 * The file of these entries, in lines of 75 octets at most that end in CRLF. It names no organiser and no attendee:
 * no address is in it, even one that somebody wrote in a text.
 * @param name - as calendars show it when they subscribe.
 * @param method - CANCEL when the file is there to take its entries away (RFC 5546), each of them cancelled.
 */
export function writeCalendar(
  name: string,
  entries: readonly CalendarEntry[],
  method: 'PUBLISH' | 'CANCEL' = 'PUBLISH'
): string {
  const used = new Set(entries.map(({ timeZone }) => timeZone));
  // A calendar holds one component at least, even when nothing is planned.
  if (used.size === 0) used.add(USUAL_ZONE);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Maillage//Rencontres//FR',
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
    `NAME:${text(name)}`,
    `X-WR-CALNAME:${text(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT4H',
    'X-PUBLISHED-TTL:PT4H',
    ...[...used].sort().flatMap(zoneLines),
    ...entries.flatMap(entryLines),
    'END:VCALENDAR'
  ];
  return lines.map((line) => `${foldLine(line)}\r\n`).join('');
}

function entryLines(entry: CalendarEntry): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escapeLine(entry.uid)}`,
    `DTSTAMP:${utc(entry.changedAt)}`,
    `LAST-MODIFIED:${utc(entry.changedAt)}`,
    `SEQUENCE:${entry.sequence}`,
    `DTSTART${moment(entry.startsAt, entry.timeZone)}`,
    `DTEND${moment(entry.endsAt, entry.timeZone)}`,
    `SUMMARY:${text(entry.title)}`,
    ...(entry.location ? [`LOCATION:${text(entry.location)}`] : []),
    ...(entry.description ? [`DESCRIPTION:${text(entry.description)}`] : []),
    `URL:${entry.url}`,
    `STATUS:${entry.status}`,
    `TRANSP:${entry.busy && entry.status !== 'CANCELLED' ? 'OPAQUE' : 'TRANSPARENT'}`,
    'END:VEVENT'
  ];
}

/**
 * In the zone of the edition, so that its hour stays what people read; in UTC for a zone whose rules are not in the
 * file, and for the hour that autumn repeats, of which calendars do not all take the same pass.
 */
function moment(instant: Date, zone: string): string {
  const civil = civilTime(instant, zone);
  const isRepeated = [-HOUR_MS, HOUR_MS].some(
    (apart) => civilTime(new Date(instant.getTime() + apart), zone) === civil
  );
  if (isRepeated || zoneLines(zone).length === 0) return `:${utc(instant)}`;
  return `;TZID=${zone}:${civil.replace(/[-:]/g, '')}00`;
}

function utc(instant: Date): string {
  return instant.toISOString().replace(/[-:]|\.\d+/g, '');
}

/** Calendars are shared, copied and indexed: an address that somebody wrote in a text stays on the page. */
const ADDRESS = /(?:mailto:)?[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;

function text(value: string): string {
  return escapeLine(value.replace(ADDRESS, '(adresse sur la page)'));
}
