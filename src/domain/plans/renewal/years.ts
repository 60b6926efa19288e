/** How a day, and words that name a year, move to the next. */
import { addDays, daysBetween, isCivilDay, yearOf } from '#shared/dates.ts';

/** The same day so many years later; the 29th of February may become the 28th. */
export function addYears(day: string, years: number): string {
  const moved = `${yearOf(day) + years}${day.slice(4)}`;
  return isCivilDay(moved) ? moved : `${moved.slice(0, 8)}28`;
}

/** The same weekday in another year, as near as can be to the same date. */
export function sameWeekdayIn(year: number, day: string): string {
  const anniversary = addYears(day, year - yearOf(day));
  const off = (((((daysBetween(day, anniversary) % 7) + 7) % 7) + 3) % 7) - 3;
  const near = addDays(anniversary, -off);
  if (yearOf(near) === year) return near;
  return addDays(near, yearOf(near) < year ? 7 : -7);
}

const YEARS = /\b((?:19|20)\d\d)(?:(\s*[-–/]\s*)((?:19|20)\d\d))?\b/g;

/**
 * Words that name a year, a year later: « Journée 2026 » → « Journée 2027 », « saison 2026-2027 » → « saison 2027-2028 ».
 * Other years, and periods longer than two years (« CLS 2025-2029 »), stay.
 */
export function nextYearIn(text: string, year: number): string {
  return text.replaceAll(YEARS, (whole: string, one: string, dash?: string, other?: string) => {
    const [first, second] = [Number(one), Number(other)];
    if (dash === undefined) return first === year ? String(year + 1) : whole;
    const isSeason = second === first + 1 && (first === year || second === year);
    return isSeason ? `${first + 1}${dash}${second + 1}` : whole;
  });
}
