/** How plans and sheets are said: days, periods, numbers. */
import { civilTime, formatDate } from '#shared/dates.ts';
import type { SheetWord } from './model.ts';

/** « 17 septembre 2026 » from a civil day. */
export function sayDay(day: string): string {
  return formatDate(new Date(`${day}T00:00:00Z`), 'UTC').replace(/^1 /, '1er ');
}

/** « 2025-2029 » for whole years, « du 1er mars 2026 au 30 juin 2027 » otherwise; '' when nothing is said. */
export function sayPeriod(startsOn: string | null, endsOn: string | null): string {
  if (startsOn?.endsWith('-01-01') && endsOn?.endsWith('-12-31')) {
    const [first, last] = [startsOn.slice(0, 4), endsOn.slice(0, 4)];
    return first === last ? first : `${first}-${last}`;
  }
  if (startsOn && endsOn) return `du ${sayDay(startsOn)} au ${sayDay(endsOn)}`;
  if (startsOn) return `à partir du ${sayDay(startsOn)}`;
  return endsOn ? `jusqu’au ${sayDay(endsOn)}` : '';
}

/** « Fiche 28 », « Action 3.3.3 » at the head of a page. */
export function sayNumber(word: SheetWord, number: string): string {
  return `${word === 'fiche' ? 'Fiche' : 'Action'} ${number}`;
}

/** The civil day it is: plans are French, and their days end at midnight in Paris. */
export function today(now: Date): string {
  return civilTime(now, 'Europe/Paris').slice(0, 10);
}
