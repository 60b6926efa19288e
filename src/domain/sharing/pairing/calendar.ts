/** When binômes are drawn, and when two people could talk: working days of France. Days are civil, `YYYY-MM-DD`. */
import { dayOff } from '#domain/events/holidays.ts';
import { addDays, civilTime, daysBetween, instantOf } from '#shared/dates.ts';

/** Binômes are those of metropolitan offices, as the other jobs of the instance. */
export const ZONE = 'Europe/Paris';
const TUESDAY = 2;
const THURSDAY = 4;
/** A server that was off on the day draws until this many days later; past that, the month is let go. */
const CATCH_UP_DAYS = 9;

/** The civil day of an instant. */
export function dayOf(now: Date): string {
  return civilTime(now, ZONE).slice(0, 10);
}

/** The first day of the month of a day. */
export function monthOf(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

/** « novembre 2026 ». */
export function sayMonth(month: string): string {
  return new Date(`${month}T00:00:00Z`).toLocaleDateString('fr-FR', {
    ...{ month: 'long', year: 'numeric', timeZone: 'UTC' }
  });
}

/** The first Tuesday of a month that is no public holiday. @param month - its first day. */
export function drawDay(month: string): string {
  let day = month;
  while (weekday(day) !== TUESDAY || dayOff(day, null).publicHoliday) day = addDays(day, 1);
  return day;
}

/** Whether the month of a day is to be drawn on that day, if it was not. */
export function isDrawDay(day: string): boolean {
  const late = daysBetween(drawDay(monthOf(day)), day);
  return late >= 0 && late <= CATCH_UP_DAYS;
}

/** The next day a draw is due: today when it is today. */
export function nextDraw(day: string): string {
  const here = drawDay(monthOf(day));
  return here >= day ? here : drawDay(monthOf(addDays(monthOf(day), 32)));
}

/**
 * Two moments to talk, at least five days ahead: a Thursday at 9 h and a Tuesday at 14 h, out of public holidays, and out
 * of school holidays when the five weeks that follow leave any.
 * @param departement - official code, whose calendar counts; null: the days common to all.
 */
export function twoDates(day: string, departement: string | null): [Date, Date] {
  const from = addDays(day, 5);
  const thursday = firstFree(from, THURSDAY, departement);
  const tuesday = firstFree(addDays(thursday, 1), TUESDAY, departement);
  return [instantOf(`${thursday}T09:00`, ZONE), instantOf(`${tuesday}T14:00`, ZONE)];
}

function firstFree(from: string, wanted: number, departement: string | null): string {
  const days = Array.from({ length: 35 }, (_, n) => addDays(from, n)).filter(
    (day) => weekday(day) === wanted && !dayOff(day, departement).publicHoliday
  );
  return days.find((day) => !dayOff(day, departement).schoolHoliday) ?? days[0]!;
}

function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
