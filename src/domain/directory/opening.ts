import OpeningHours from 'opening_hours';
import { civilTime, formatHour, nameDay } from '#shared/dates.ts';

/** What a person needs to know before calling. Instants are civil times of the structure's zone. */
export type OpeningStatus =
  | { state: 'open'; until: CivilTime | null }
  | { state: 'closed'; opensAt: CivilTime | null }
  | { state: 'unknown' };

/** A civil time: `YYYY-MM-DDTHH:mm`, no zone. */
export type CivilTime = string;

const OVERSEAS_ZONES: Record<string, string> = {
  '971': 'America/Guadeloupe',
  '972': 'America/Martinique',
  '973': 'America/Cayenne',
  '974': 'Indian/Reunion',
  '975': 'America/Miquelon',
  '976': 'Indian/Mayotte',
  '977': 'America/St_Barthelemy',
  '978': 'America/Marigot',
  '986': 'Pacific/Wallis',
  '987': 'Pacific/Tahiti',
  '988': 'Pacific/Noumea'
};

/** IANA zone of a département. */
export function zoneOfDepartement(code: string): string {
  return OVERSEAS_ZONES[code] ?? 'Europe/Paris';
}

const parsed = new Map<string, OpeningHours | null>();
const CACHE_LIMIT = 5000;

/**
 * Whether a structure is open.
 * @param value - OSM `opening_hours` (https://wiki.openstreetmap.org/wiki/Key:opening_hours); PH are French public holidays.
 * @param now - the instant.
 * @param zone - IANA zone in which `value` reads.
 */
export function openingStatus(value: string, now: Date, zone: string): OpeningStatus {
  const minute = Math.floor(now.getTime() / 60_000);
  if (minute !== statuses.minute) statuses = { minute, zones: new Map() };
  let known = statuses.zones.get(zone);
  if (!known) {
    known = new Map<string, OpeningStatus>();
    statuses.zones.set(zone, known);
  }
  let status = known.get(value);
  if (!status) known.set(value, (status = computeStatus(value, now, zone)));
  return status;
}

/** Many structures keep the same hours, and an answer shows hundreds: each is computed once a minute. */
let statuses = { minute: NaN, zones: new Map<string, Map<string, OpeningStatus>>() };

function computeStatus(value: string, now: Date, zone: string): OpeningStatus {
  const hours = parse(value);
  if (!hours) return { state: 'unknown' };
  const local = asLocal(now, zone);
  const change = hours.getNextChange(local);
  const next = change ? civil(change) : null;
  if (hours.getUnknown(local)) return { state: 'unknown' };
  return hours.getState(local)
    ? { state: 'open', until: next }
    : { state: 'closed', opensAt: next };
}

/** Whether the value can be read; used by forms and imports. Empty is fine: hours are then unknown. */
export function isValidOpeningHours(value: string): boolean {
  return value === '' || parse(value) !== null;
}

const FRANCE = { lat: 46.6, lon: 2.4, address: { country_code: 'fr', state: '' } };

function parse(value: string): OpeningHours | null {
  if (value === '') return null;
  const known = parsed.get(value);
  if (known !== undefined) return known;
  if (parsed.size >= CACHE_LIMIT) parsed.clear();
  let hours: OpeningHours | null = null;
  try {
    hours = new OpeningHours(value, FRANCE);
  } catch {
    // The library reports a syntax error by throwing; the value is then shown as it was typed.
  }
  parsed.set(value, hours);
  return hours;
}

/** The library reads the fields of a Date in the process's zone: give it the civil time of the structure's. */
function asLocal(now: Date, zone: string): Date {
  return new Date(civilTime(now, zone));
}

function civil(date: Date): CivilTime {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** « Ouvert jusqu’à 17 h », « Fermé, ouvre lundi à 9 h »; null when nothing is known. */
export function openingText(status: OpeningStatus, today: CivilTime): string | null {
  if (status.state === 'unknown') return null;
  if (status.state === 'open') {
    if (!status.until) return 'Ouvert en permanence';
    const sameDay = status.until.slice(0, 10) === today.slice(0, 10);
    return `Ouvert jusqu’à ${sameDay ? '' : `${nameDay(status.until, today)} `}${formatHour(status.until)}`;
  }
  if (!status.opensAt) return 'Fermé';
  return `Fermé, ouvre ${nameDay(status.opensAt, today)} à ${formatHour(status.opensAt)}`;
}

/** One of the days to come, with its hours: « 9 h – 12 h 30 ». No interval: closed that day. */
export interface OpeningDay {
  day: string;
  date: CivilTime;
  intervals: string[];
}

/** The hours of the seven days to come, public holidays included; null when the value cannot be read. */
export function comingDays(value: string, now: Date, zone: string): OpeningDay[] | null {
  const hours = parse(value);
  if (!hours) return null;
  const today = civilTime(now, zone);
  return Array.from({ length: 7 }, (_, offset) => {
    const start = new Date(`${today.slice(0, 10)}T00:00`);
    start.setDate(start.getDate() + offset);
    const end = new Date(start);
    end.setDate(end.getDate() + 1);
    const intervals = hours.getOpenIntervals(start, end).map(([from, to]) => {
      const [open, close] = [civil(from), civil(to)];
      const wholeDay = open.endsWith('00:00') && close.endsWith('00:00');
      return wholeDay ? 'jour et nuit' : `${formatHour(open)} – ${formatHour(close)}`;
    });
    const date = civil(start);
    return { day: nameDay(date, today), date, intervals };
  });
}
