/** The days of the week, the moments and the hours of a phrase that `plain` has already simplified. */
import { MOMENT_HOURS, WEEKDAYS, type Hours, type Moment, type Rhythm } from './pattern.ts';

const HOUR = '(\\d{1,2})(?: ?(?:h|:)(?: ?(\\d{2})(?!\\d))?)?';
const LAST_HOUR = '(\\d{1,2}) ?(?:h|:)(?: ?(\\d{2})(?!\\d))?';
const RANGE = new RegExp(
  `(?:\\b(?:de|entre) )?(?<!\\d)${HOUR} ?(?:a|-|et|jusqu'a) ?${LAST_HOUR}(?![\\w])`,
  'g'
);

type HoursTaken =
  { ok: true; hours: Hours[]; rest: string } | { ok: false; reason: 'no-end-hour' | 'wrong-hours' };

/** « De 9 h à 12 h 30 », « 9h-12h », « de 9 h à midi ». */
export function takeHours(text: string): HoursTaken {
  const hours: Hours[] = [];
  const rest = text
    .replace(/\b(a|et|-) ?midi\b(?=[^\d]|$)/g, '$1 12h')
    .replace(
      RANGE,
      (_all, fromHour: string, fromMinutes: string, untilHour: string, untilMinutes: string) => {
        const one = { from: clock(fromHour, fromMinutes), until: clock(untilHour, untilMinutes) };
        hours.push(one);
        return ' ';
      }
    );
  if (!hours.every(isRight)) return { ok: false, reason: 'wrong-hours' };
  if (/(?<!\d)\d{1,2} ?h\b|(?<!\d)\d{1,2}h\d{2}\b|(?<!\d)\d{1,2}:\d{2}/.test(rest))
    return { ok: false, reason: 'no-end-hour' };
  return { ok: true, hours, rest };
}

function clock(hour: string, minutes: string | undefined): string {
  return `${hour.padStart(2, '0')}:${minutes ?? '00'}`;
}

function isRight({ from, until }: Hours): boolean {
  return from < until && until <= '23:59' && [from, until].every((one) => one.slice(3) < '60');
}

const MOMENTS: Readonly<Record<string, Moment>> = {
  matin: 'morning',
  midi: 'midday',
  apresmidi: 'afternoon',
  soir: 'evening',
  journee: 'day'
};
const WORKING_DAYS = [1, 2, 3, 4, 5];
const TOKEN = new RegExp(
  `\\b(?:(${WEEKDAYS.join('|')})|(matin|midi|apresmidi|soir|journee)|(en semaine|tous les jours|jours ouvres|jours ouvrables))\\b`,
  'g'
);

/**
 * Days and moments, in the order they are said: « mardi matin ou jeudi après-midi » is two rhythms, « mardi ou jeudi
 * après-midi » is one. Days without a moment take the last one said; hours that are said count for all.
 * @param hours - already taken from the phrase. @returns loose: the hours of days that are dates.
 */
export function readRhythms(
  text: string,
  hours: readonly Hours[]
): { rhythms: Rhythm[]; loose: Hours[]; wholeDay: boolean; rest: string } {
  const groups: { weekdays: Set<number>; moments: Set<Moment> }[] = [];
  const group = (fresh: boolean) => {
    if (fresh || groups.length === 0) groups.push({ weekdays: new Set(), moments: new Set() });
    return groups.at(-1)!;
  };
  const rest = text.replace(TOKEN, (_all, day?: string, moment?: string) => {
    if (moment) group(false).moments.add(MOMENTS[moment]!);
    else {
      const current = group(false);
      const begun = current.moments.size > 0 && current.weekdays.size > 0;
      const days = day ? [WEEKDAYS.indexOf(day) + 1] : WORKING_DAYS;
      for (const one of days) (begun ? group(true) : current).weekdays.add(one);
    }
    return ' ';
  });
  const said = groups.flatMap(({ moments }) => [...moments]);
  const wholeDay = said.length === 0 && hours.length === 0;
  const last =
    groups.findLast(({ moments }) => moments.size > 0)?.moments ?? new Set<Moment>(['day']);
  const hoursOf = (moments: ReadonlySet<Moment>) =>
    hours.length > 0
      ? [...hours]
      : [...(moments.size > 0 ? moments : last)].map((one) => MOMENT_HOURS[one]);
  const rhythms = groups
    .filter(({ weekdays }) => weekdays.size > 0)
    .map(({ weekdays, moments }) => ({ weekdays: [...weekdays], hours: hoursOf(moments) }));
  return { rhythms, loose: hoursOf(new Set(said)), wholeDay, rest };
}
