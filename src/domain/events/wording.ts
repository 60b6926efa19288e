/** How an edition is named in a line: its day, its hours, its place. */
import { civilTime, formatDay, formatHour, formatWhen } from '#shared/dates.ts';
import type { EventStatus, EventSummary, EventTime, EventVisibility } from './model.ts';

export const STATUS_LABELS: Readonly<Record<EventStatus, string>> = {
  draft: 'Brouillon',
  published: 'Publiée',
  cancelled: 'Annulée'
};

export const VISIBILITY_LABELS: Readonly<Record<EventVisibility, string>> = {
  public: 'Tout le monde',
  members: 'Les membres du réseau',
  link: 'Les personnes qui ont l’adresse'
};

/** « jeudi 18 mars 2027, 9 h – 17 h », or that the date is to be chosen. */
export function whenOf({ startsAt, endsAt, timeZone }: EventTime): string {
  return startsAt && endsAt ? formatWhen(startsAt, endsAt, timeZone) : 'Date à choisir';
}

/** Under a day that is shown large: the hours, or the last day. */
export function hoursOf({ startsAt, endsAt, timeZone }: EventTime): string {
  if (!startsAt || !endsAt) return '';
  const [start, end] = [civilTime(startsAt, timeZone), civilTime(endsAt, timeZone)];
  if (start.slice(0, 10) !== end.slice(0, 10)) return `jusqu’au ${formatDay(end)}`;
  return `${formatHour(start)}\u00a0–\u00a0${formatHour(end)}`;
}

/** « Salle des fêtes, Montauban »; « En ligne » for what has no place; empty while nothing is known. */
export function placeOf({
  venueName,
  communeName,
  kind
}: Pick<EventSummary, 'venueName' | 'communeName' | 'kind'>): string {
  const place = [venueName, communeName].filter(Boolean).join(', ');
  return place || (kind === 'webinar' ? 'En ligne' : '');
}

/** The pieces of a day drawn as a leaf of a calendar: « jeu. », « 18 », « mars », « 2027 ». */
export function leafOf({ startsAt, timeZone }: EventTime) {
  if (!startsAt) return null;
  const part = (options: Intl.DateTimeFormatOptions) =>
    startsAt.toLocaleDateString('fr-FR', { ...options, timeZone });
  return {
    weekday: part({ weekday: 'short' }),
    day: part({ day: 'numeric' }),
    month: part({ month: 'short' }),
    year: part({ year: 'numeric' })
  };
}
