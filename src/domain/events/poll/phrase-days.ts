/** The days of a phrase that `plain` has already simplified: months, dates, from one day to another. */
import { addDays, formatDay, yearOf } from '#shared/dates.ts';
import { MONTH, monthNumber, monthSpan, nextDay, weekOf, WEEKDAY, YEAR } from './calendar-words.ts';
import { weekdayOf, WEEKDAYS, type Span } from './pattern.ts';

export type Periods =
  | {
      ok: true;
      /** Days said one by one. */
      days: string[];
      spans: Span[];
      /** « Les trois prochains jeudis ». */
      next: { count: number; weekday: number } | null;
      except: string[];
      rest: string;
    }
  | { ok: false; reason: 'wrong-weekday' | 'no-such-day'; detail: string };

const DAY = `(?:${WEEKDAY} )?(\\d{1,2})(?:er)?`;
const NUMBERS: Readonly<Record<string, number>> = {
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  six: 6,
  huit: 8,
  dix: 10
};
const year = (text: string | undefined) => (text ? Number(text) : null);

/** What has been found so far, and what is left to read. */
interface Found {
  days: string[];
  spans: Span[];
  except: string[];
  next: { count: number; weekday: number } | null;
  problem: { reason: 'wrong-weekday' | 'no-such-day'; detail: string } | null;
  rest: string;
}

/** @param today - `YYYY-MM-DD`. */
export function readPeriods(text: string, today: string): Periods {
  const found: Found = { days: [], spans: [], except: [], next: null, problem: null, rest: text };
  takeExceptions(found, today);
  takeNext(found);
  takeSpans(found, today);
  takeWeeks(found, today);
  takeDeadlines(found, today);
  takeDates(found, today);
  takeMonths(found, today);
  const { problem, ...periods } = found;
  return problem ? { ok: false, ...problem } : { ok: true, ...periods };
}

/** Reads and removes each match. */
function take(found: Found, pattern: string, read: (groups: (string | undefined)[]) => void): void {
  found.rest = found.rest.replace(new RegExp(pattern, 'g'), (...match) => {
    read(match.slice(1, -2) as (string | undefined)[]);
    return ' ';
  });
}

function dayOf(
  found: Found,
  [day, month, yearText]: (string | undefined)[],
  today: string
): string | null {
  const known = nextDay(
    { day: Number(day), month: monthNumber(month!), year: year(yearText) },
    today
  );
  if (!known) found.problem = { reason: 'no-such-day', detail: `${day} ${month}` };
  return known;
}

const LIST = '((?:\\d{1,2}(?:er)?)(?:(?:,| et| ou| puis)(?: le| les)? \\d{1,2}(?:er)?)*)';

/** « Sauf le 11 février », « excepté les 4 et 11 mars ». */
function takeExceptions(found: Found, today: string): void {
  take(
    found,
    `\\b(?:sauf|excepte|hors|pas)(?: le| les)?(?: ${WEEKDAY})? ${LIST} (${MONTH})${YEAR}`,
    ([list, month, yearText]) => {
      for (const [day] of list!.matchAll(/\d+/g)) {
        const known = dayOf(found, [day, month, yearText], today);
        if (known) found.except.push(known);
      }
    }
  );
}

function takeNext(found: Found): void {
  const words = `(?:${Object.keys(NUMBERS).join('|')}|\\d{1,2})`;
  take(found, `\\b(?:les |le )?(?:(${words}) )?prochains? (${WEEKDAY})`, ([count, weekday]) => {
    const many = count ? (NUMBERS[count] ?? Number(count)) : 1;
    found.next = { count: many, weekday: WEEKDAYS.indexOf(weekday!) + 1 };
  });
}

/** « Du 4 au 25 février », « entre le 28 janvier et le 10 mars 2027 ». */
function takeSpans(found: Found, today: string): void {
  const pattern = `\\b(?:du|entre le|entre|de|a partir du) ${DAY}(?: (${MONTH}))?${YEAR} (?:au|et le|et|a|jusqu'au) ${DAY} (${MONTH})${YEAR}`;
  take(found, pattern, ([day, month, yearText, endDay, endMonth, endYear]) => {
    const to = dayOf(found, [endDay, endMonth, endYear], today);
    if (!to) return;
    const given = yearText ?? to.slice(0, 4);
    const from = dayOf(found, [day, month ?? endMonth, given], today);
    if (!from) return;
    const before = `${yearOf(to) - 1}${from.slice(4)}`;
    found.spans.push({ from: from > to && !yearText ? before : from, to });
  });
}

/** « La semaine du 8 mars », « la semaine prochaine », « le mois prochain ». */
function takeWeeks(found: Found, today: string): void {
  take(found, `\\bsemaines? du ${DAY} (${MONTH})${YEAR}`, (groups) => {
    const day = dayOf(found, groups, today);
    if (day) found.spans.push(weekOf(day));
  });
  take(found, '\\bsemaine prochaine\\b', () => found.spans.push(weekOf(addDays(today, 7))));
  take(found, '\\bcette semaine\\b', () => found.spans.push(weekOf(today)));
  take(found, '\\bmois prochain\\b', () => {
    const month = (Number(today.slice(5, 7)) % 12) + 1;
    found.spans.push(monthSpan({ month, year: null, part: undefined }, today));
  });
}

/** « Jusqu'au 15 mars », « d'ici fin mars »: from tomorrow. */
function takeDeadlines(found: Found, today: string): void {
  const tomorrow = addDays(today, 1);
  take(found, `\\b(?:jusqu'au|d'ici le|d'ici au|avant le) ${DAY} (${MONTH})${YEAR}`, (groups) => {
    const to = dayOf(found, groups, today);
    if (to) found.spans.push({ from: tomorrow, to });
  });
  const month = `\\b(?:jusqu'a|d'ici)(?: la)? (?:(debut|mi|fin)[ -])?(?:du mois de |de )?(${MONTH})${YEAR}`;
  take(found, month, ([part, name, yearText]) => {
    const { to } = monthSpan({ month: monthNumber(name!), year: year(yearText), part }, today);
    found.spans.push({ from: tomorrow, to });
  });
}

/** « Le jeudi 4 février », « les 4, 11 et 18 mars ». */
function takeDates(found: Found, today: string): void {
  take(
    found,
    `\\b(?:(${WEEKDAY}) )?${LIST} (${MONTH})${YEAR}`,
    ([weekday, list, month, yearText]) => {
      for (const [number] of list!.matchAll(/\d+/g)) {
        const day = dayOf(found, [number, month, yearText], today);
        if (!day) return;
        if (weekday && weekdayOf(day) !== WEEKDAYS.indexOf(weekday) + 1)
          found.problem = {
            reason: 'wrong-weekday',
            detail: `le ${formatDay(day).split(' ').slice(1).join(' ')} est un ${formatDay(day).split(' ')[0]}, pas un ${weekday}`
          };
        found.days.push(day);
      }
    }
  );
}

/** « De février », « de février à avril », « en mars et avril 2027 », « fin mars ». */
function takeMonths(found: Found, today: string): void {
  const one = `(?:(debut|mi|fin)[ -](?:de )?)?(${MONTH})${YEAR}`;
  take(found, `\\b${one}(?: ?- ?| a | jusqu'a | et jusqu'a )${one}`, (groups) => {
    const [partA, nameA, yearA, partB, nameB, yearB] = groups;
    const from = monthSpan(
      { month: monthNumber(nameA!), year: year(yearA ?? yearB), part: partA },
      today
    );
    let to = monthSpan({ month: monthNumber(nameB!), year: year(yearB), part: partB }, today);
    if (to.to < from.from)
      to = monthSpan(
        { month: monthNumber(nameB!), year: yearOf(from.from) + 1, part: partB },
        today
      );
    found.spans.push({ from: from.from, to: to.to });
  });
  take(found, `\\b${one}`, ([part, name, yearText]) =>
    found.spans.push(monthSpan({ month: monthNumber(name!), year: year(yearText), part }, today))
  );
}
