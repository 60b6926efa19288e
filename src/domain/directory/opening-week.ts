/** A week of opening hours as a grid that people fill, and the OSM text it is kept as. */

export const WEEK_DAYS = [
  { code: 'Mo', name: 'Lundi' },
  { code: 'Tu', name: 'Mardi' },
  { code: 'We', name: 'Mercredi' },
  { code: 'Th', name: 'Jeudi' },
  { code: 'Fr', name: 'Vendredi' },
  { code: 'Sa', name: 'Samedi' },
  { code: 'Su', name: 'Dimanche' }
] as const;

/** `HH:mm`, or empty while it is being typed. */
export interface TimeRange {
  from: string;
  to: string;
}

export interface OpeningWeek {
  /** Seven days from Monday, two ranges at most each, in order. */
  days: TimeRange[][];
  closedOnHolidays: boolean;
}

export const RANGES_A_DAY = 2;

const CODES = WEEK_DAYS.map(({ code }) => code as string);
const TIME = /^(?:[01]?\d|2[0-4]):[0-5]\d$/;

export const EMPTY_WEEK: OpeningWeek = { days: CODES.map(() => []), closedOnHolidays: false };

/**
 * The OSM text of a grid: « Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00; PH off ». A range half typed is kept as it
 * is (« 09:00- »), so that nothing is lost before it is completed; `isUnfinished` tells it.
 */
export function writeWeek(week: OpeningWeek): string {
  const texts = week.days.map((ranges) =>
    ranges
      .filter(({ from, to }) => from || to)
      .map(({ from, to }) => `${from}-${to}`)
      .join(',')
  );
  const rules: string[] = [];
  for (let first = 0; first < texts.length;) {
    let last = first;
    while (last + 1 < texts.length && texts[last + 1] === texts[first]) last++;
    if (texts[first]) {
      const days = first === last ? CODES[first]! : `${CODES[first]!}-${CODES[last]!}`;
      rules.push(`${days} ${texts[first]!}`);
    }
    first = last + 1;
  }
  if (rules.length > 0 && week.closedOnHolidays) rules.push('PH off');
  return rules.join('; ');
}

/** « Lundi à jeudi : 09:00–12:00, 14:00–17:00 », a line a rule; what a grid cannot say, as it is kept. */
export function weekText(value: string): string {
  const week = readWeek(value);
  if (!week || value === '') return value;
  const lines = writeWeek(week).split('; ').filter(Boolean);
  return lines.map(ruleText).join('\n');
}

function ruleText(rule: string): string {
  if (rule === 'PH off') return 'Fermée les jours fériés';
  const [days = '', hours = ''] = rule.split(' ');
  const names = days.split('-').map((code) => WEEK_DAYS.find((day) => day.code === code)?.name);
  const said = names.length > 1 ? `${names[0]} à ${names[1]?.toLowerCase()}` : names[0];
  return `${said}\u00a0: ${hours.replaceAll('-', '–').replaceAll(',', ', ')}`;
}

/** The grid of an OSM text; null when the grid cannot say it: seasons, weeks, three ranges a day, comments… */
export function readWeek(value: string): OpeningWeek | null {
  const week: OpeningWeek = { days: CODES.map(() => []), closedOnHolidays: false };
  for (const rule of value.split(';').map((part) => part.trim())) {
    if (rule === '') continue;
    if (/^PH\s+(off|closed)$/i.test(rule)) {
      week.closedOnHolidays = true;
      continue;
    }
    const [, daysText = '', rangesText = ''] = /^([A-Za-z,\- ]+?)\s+(\S.*)$/.exec(rule) ?? [];
    const days = readDays(daysText);
    const ranges = readRanges(rangesText);
    if (!days || !ranges) return null;
    for (const day of days) week.days[day] = ranges.map((range) => ({ ...range }));
  }
  return week;
}

/** A range has its beginning or its end, not both. */
export function isUnfinished(value: string): boolean {
  return (readWeek(value)?.days ?? []).flat().some(({ from, to }) => !from || !to || from >= to);
}

function readDays(text: string): number[] | null {
  const days: number[] = [];
  for (const part of text.split(',').map((one) => one.trim())) {
    const [from = '', to = from, ...more] = part.split('-');
    const [first, last] = [CODES.indexOf(from), CODES.indexOf(to)];
    if (first < 0 || last < 0 || more.length > 0) return null;
    // « Sa-Mo » goes round the end of the week.
    for (let day = first; ; day = (day + 1) % 7) {
      days.push(day);
      if (day === last) break;
    }
  }
  return days;
}

function readRanges(text: string): TimeRange[] | null {
  if (/^(off|closed)$/i.test(text)) return [];
  const ranges: TimeRange[] = [];
  for (const part of text.split(',').map((one) => one.trim())) {
    const [from = '', to = '', ...more] = part.split('-').map((time) => time.trim());
    const isTime = (time: string) => time === '' || TIME.test(time);
    if (more.length > 0 || !part.includes('-') || (!from && !to) || !isTime(from) || !isTime(to))
      return null;
    ranges.push({ from: twoDigits(from), to: twoDigits(to) });
  }
  return ranges.length <= RANGES_A_DAY ? ranges : null;
}

function twoDigits(time: string): string {
  return time === '' ? '' : time.padStart(5, '0');
}
