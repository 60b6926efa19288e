/** What days are called in French, and which days a few words mean. Texts come without accents or capitals. */
import { addDays, yearOf } from '#shared/dates.ts';
import { weekdayOf, type Span } from './pattern.ts';

const MONTHS = [
  'janvier',
  'fevrier',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'aout',
  'septembre',
  'octobre',
  'novembre',
  'decembre'
];

/** For regular expressions. */
export const MONTH = `(?:${MONTHS.join('|')}|janv|fevr?|avr|juil|sept|oct|nov|dec)\\b\\.?`;
export const YEAR = '(?: (20\\d\\d))?';
export const WEEKDAY = '(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)';

/** 1 to 12. */
export function monthNumber(name: string): number {
  const short = name.replace('.', '');
  return MONTHS.findIndex((month) => month.startsWith(short)) + 1;
}

/** A day that may not exist: null for the 30th of February. */
export function civilDay(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || day < 1) return null;
  return date.toISOString().slice(0, 10);
}

function lastDay(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** Without a year, the next time it comes. */
export function nextDay(
  { day, month, year }: { day: number; month: number; year: number | null },
  today: string
): string | null {
  const given = year ?? yearOf(today);
  const found = civilDay(given, month, day);
  if (year !== null || (found && found >= today)) return found;
  return civilDay(given + 1, month, day);
}

/** A month or a part of it: without a year, the next one that is not over. */
export function monthSpan(
  { month, year, part }: { month: number; year: number | null; part: string | undefined },
  today: string
): Span {
  const given = year ?? yearOf(today);
  const span = partOf(given, month, part);
  return year === null && span.to < today ? partOf(given + 1, month, part) : span;
}

function partOf(year: number, month: number, part: string | undefined): Span {
  const day = (number: number) => civilDay(year, month, number)!;
  if (part === 'debut') return { from: day(1), to: day(10) };
  if (part === 'mi') return { from: day(11), to: day(20) };
  if (part === 'fin') return { from: day(21), to: lastDay(year, month) };
  return { from: day(1), to: lastDay(year, month) };
}

/** The week of a day, from Monday to Sunday. */
export function weekOf(day: string): Span {
  const monday = addDays(day, 1 - weekdayOf(day));
  return { from: monday, to: addDays(monday, 6) };
}

/** Small letters, no accent, one space between words; « 1er » is read as 1, « après-midi » as one word. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\u2019\u2018`´]/g, '\u0027')
    .replace(/[\u2013\u2014]/g, '-')
    .replace(/[«»"().;!?]/g, ' ')
    .replace(/\bapres[ -]midis?\b|\baprems?\b/g, 'apresmidi')
    .replace(/\b(?:toute la journee|journees? entieres?|(?:la |en )?journees?)\b/g, 'journee')
    .replace(/\bsoirees?\b|\bsoirs\b/g, 'soir')
    .replace(/\bmatinees?\b|\bmatins\b/g, 'matin')
    .replace(/(\blundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s\b/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
