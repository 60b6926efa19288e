import { Temporal } from 'temporal-polyfill';

const WEEKDAYS = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'];
const DAY_MS = 86_400_000;

/** « 17 h », « 12 h 30 » from a civil time `YYYY-MM-DDTHH:mm`. */
export function formatHour(civil: string): string {
  const hour = Number(civil.slice(11, 13));
  const minutes = civil.slice(14, 16);
  return minutes === '00' ? `${hour}\u00a0h` : `${hour}\u00a0h\u00a0${minutes}`;
}

/** How a person names a near day: « aujourd’hui », « demain », « lundi », « lundi 14 décembre ». */
export function nameDay(civil: string, today: string): string {
  const date = new Date(`${civil.slice(0, 10)}T00:00:00Z`);
  const distance = Math.round(
    (date.getTime() - Date.parse(`${today.slice(0, 10)}T00:00:00Z`)) / DAY_MS
  );
  if (distance === 0) return 'aujourd’hui';
  if (distance === 1) return 'demain';
  const weekday = WEEKDAYS[date.getUTCDay()]!;
  if (distance < 7) return weekday;
  return sayFirst(
    `${weekday} ${date.getUTCDate()} ${date.toLocaleDateString('fr-FR', { month: 'long', timeZone: 'UTC' })}`
  );
}

const CIVIL = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times longer than using it. */
function civilFormat(zone: string): Intl.DateTimeFormat {
  let format = CIVIL.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit'
    });
    CIVIL.set(zone, format);
  }
  return format;
}

/** The civil time of an instant in a zone: `YYYY-MM-DDTHH:mm`. */
export function civilTime(instant: Date, zone: string): string {
  const parts = civilFormat(zone).formatToParts(instant);
  const field = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${field('year')}-${field('month')}-${field('day')}T${field('hour')}:${field('minute')}`;
}

/** « 21 novembre 2026 », in the zone of Paris unless told otherwise. */
export function formatDate(instant: Date, zone = 'Europe/Paris'): string {
  const date = instant.toLocaleDateString('fr-FR', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: zone
  });
  return sayFirst(date);
}

/** « 1er décembre »: the first of a month is said so, which `Intl` does not know. */
function sayFirst(date: string): string {
  return date.replace(/(?<!\d)1 (?=\p{L})/u, '1er ');
}

const RELATIVE = new Intl.RelativeTimeFormat('fr', { numeric: 'auto' });

/** The age of an instant in the largest whole unit: « aujourd’hui », « il y a 3 jours », « il y a 14 mois ». */
export function formatAge(instant: Date, now: Date): string {
  const days = Math.floor((now.getTime() - instant.getTime()) / DAY_MS);
  if (days < 1) return 'aujourd’hui';
  if (days < 31) return RELATIVE.format(-days, 'day');
  const months = Math.floor(days / 30.44);
  return months < 24 ? `il y a ${months}\u00a0mois` : `il y a ${Math.floor(months / 12)}\u00a0ans`;
}

/**
 * The instant of a civil time in a zone. An hour that the spring change skips is read as the one after it; the hour
 * that comes twice in autumn is the first.
 * @param civil - `YYYY-MM-DDTHH:mm`. @param zone - IANA name.
 */
export function instantOf(civil: string, zone: string): Date {
  const zoned = Temporal.PlainDateTime.from(civil).toZonedDateTime(zone);
  return new Date(zoned.epochMilliseconds);
}

/** Whether a text is a civil day `YYYY-MM-DD` that exists: not the 31st of February. */
export function isCivilDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

/** The year of a civil day. */
export function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

/** The day `days` after a civil day, both `YYYY-MM-DD`. */
export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** How many days from one civil day to another, both `YYYY-MM-DD`. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;
}

const WHOLE_DAY = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'full', timeZone: 'UTC' });

/** « jeudi 17 septembre 2026 » from a civil day or time. */
export function formatDay(civil: string): string {
  return sayFirst(WHOLE_DAY.format(new Date(`${civil.slice(0, 10)}T00:00:00Z`)));
}

/** « jeudi 17 septembre 2026 à 9 h ». */
export function formatMoment(instant: Date, zone: string): string {
  const civil = civilTime(instant, zone);
  return `${formatDay(civil)} à ${formatHour(civil)}`;
}

/**
 * When something takes place, in civil time: « jeudi 17 septembre 2026, 9 h – 12 h 30 », or from one day to another
 * when it lasts more than one.
 */
export function formatWhen(startsAt: Date, endsAt: Date, zone: string): string {
  const [start, end] = [civilTime(startsAt, zone), civilTime(endsAt, zone)];
  if (start.slice(0, 10) === end.slice(0, 10))
    return `${formatDay(start)}, ${formatHour(start)}\u00a0–\u00a0${formatHour(end)}`;
  return `du ${formatDay(start)}, ${formatHour(start)}, au ${formatDay(end)}, ${formatHour(end)}`;
}
