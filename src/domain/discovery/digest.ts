/** How often somebody is written to, and when: once a period at most, on a working morning. */
import { Temporal } from 'temporal-polyfill';
import { dayOff } from '#domain/events/holidays.ts';
import { addDays, civilTime, daysBetween, instantOf } from '#shared/dates.ts';

export const RHYTHMS = ['daily', 'weekly', 'monthly', 'none'] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** Somebody who has chosen nothing. */
export const DEFAULT_RHYTHM: Rhythm = 'weekly';

export const RHYTHM_LABELS: Readonly<Record<Rhythm, string>> = {
  daily: 'Chaque jour ouvré',
  weekly: 'Chaque semaine, le lundi',
  monthly: 'Chaque mois, dans ses premiers jours',
  none: 'Jamais'
};

/** A period somebody is written to about: its name, and from when it tells if nothing was told before. */
export interface Period {
  readonly name: string;
  readonly since: Date;
}

const PARIS = 'Europe/Paris';
/** Hours of Paris between which messages leave. */
const MORNING = { from: '07:00', to: '11:00' };
/** A server that was stopped on the day catches up on these. */
const DAYS_TO_CATCH_UP = { weekly: 3, monthly: 5 };

/**
 * The period that a rhythm asks to be written about now: null at another hour, on another day. Nobody is written to on a
 * Saturday, a Sunday or a public holiday of the whole country: the next working day tells what they would have told.
 */
export function dueNow(rhythm: Rhythm, now: Date): Period | null {
  const civil = civilTime(now, PARIS);
  const [day, hour] = [civil.slice(0, 10), civil.slice(11)];
  if (hour < MORNING.from || hour >= MORNING.to) return null;
  const weekday = Temporal.PlainDate.from(day).dayOfWeek;
  if (rhythm === 'none' || !isWorkingDay(day)) return null;
  if (rhythm === 'daily') return { name: day, since: startOf(workingDayBefore(day)) };
  if (rhythm === 'weekly')
    return weekday <= DAYS_TO_CATCH_UP.weekly
      ? { name: weekOf(day), since: startOf(addDays(day, -7)) }
      : null;
  return Number(day.slice(8)) <= DAYS_TO_CATCH_UP.monthly
    ? { name: day.slice(0, 7), since: startOf(monthBefore(day)) }
    : null;
}

/** Neither of a week-end nor a public holiday common to the whole country (art. L. 3133-1 of the labour code). */
function isWorkingDay(day: string): boolean {
  return Temporal.PlainDate.from(day).dayOfWeek <= 5 && dayOff(day, null).publicHoliday === null;
}

function workingDayBefore(day: string): string {
  let before = addDays(day, -1);
  while (!isWorkingDay(before)) before = addDays(before, -1);
  return before;
}

/** « 2026-W48 », as ISO 8601 counts weeks. */
export function weekOf(day: string): string {
  const { yearOfWeek, weekOfYear } = Temporal.PlainDate.from(day);
  return `${yearOfWeek}-W${String(weekOfYear).padStart(2, '0')}`;
}

/** From when a digest tells: nothing twice, and never further back than two of its periods. */
export function tellsFrom({ since }: Period, told: Date | null, now: Date): Date {
  if (!told) return since;
  const furthest = new Date(since.getTime() - (now.getTime() - since.getTime()));
  return told < furthest ? furthest : told;
}

/** At most one a day, whatever rhythm she goes from and to. */
export function isTooSoon(last: Date | null, now: Date): boolean {
  if (!last) return false;
  const day = (instant: Date) => civilTime(instant, PARIS).slice(0, 10);
  return daysBetween(day(last), day(now)) < 1;
}

function startOf(day: string): Date {
  return instantOf(`${day}T${MORNING.from}`, PARIS);
}

function monthBefore(day: string): string {
  return Temporal.PlainDate.from(day).subtract({ months: 1 }).toString();
}
