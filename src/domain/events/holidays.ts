/** Days off in France: public holidays, which are computed, and school holidays, which a ministerial order sets. */
import Holidays from 'date-holidays';
import file from './defaults/school-holidays.json' with { type: 'json' };

export const SCHOOL_ZONES = ['A', 'B', 'C', 'Corse'] as const;
export type SchoolZone = (typeof SCHOOL_ZONES)[number];

/** Where a calendar comes from, as it is shown. */
export interface CalendarSource {
  readonly title: string;
  readonly official: string;
  readonly url: string;
}

/** Days without school, the first and the last included. */
interface SchoolPeriod {
  readonly zones: readonly SchoolZone[];
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

interface SchoolYear {
  readonly year: string;
  readonly from: string;
  readonly to: string;
  /** Those whose calendar is here: the others have one that Maillage does not know. */
  readonly zones: readonly SchoolZone[];
  readonly source: CalendarSource;
  readonly note?: string;
  readonly periods: readonly SchoolPeriod[];
}

const YEARS = file.years as readonly SchoolYear[];
const DEPARTEMENTS = file.departements as Readonly<Record<SchoolZone, readonly string[]>>;

/** What is known of a day before one meets on it. */
export interface DayOff {
  /** « Lundi de Pâques »; null on any other day. */
  readonly publicHoliday: string | null;
  /** « Vacances d’hiver »; null out of them, and where the calendar is not known. */
  readonly schoolHoliday: string | null;
  /** Whether the school calendar of the zone is known for that day. */
  readonly schoolKnown: boolean;
}

/**
 * What a civil day is.
 * @param day - `YYYY-MM-DD`.
 * @param departement - official code: « 67 », « 2A », « 974 »; null when it is not known: the days common to all, and
 * no school calendar.
 */
export function dayOff(day: string, departement: string | null): DayOff {
  const zone = schoolZone(departement);
  return {
    publicHoliday: publicHoliday(day, departement),
    schoolHoliday: zone && schoolHoliday(day, zone),
    schoolKnown: zone !== null && yearOf(day, zone) !== undefined
  };
}

/** The zone of school holidays of a département; null overseas, where each has its own calendar. */
export function schoolZone(departement: string | null): SchoolZone | null {
  if (departement === null) return null;
  return SCHOOL_ZONES.find((zone) => DEPARTEMENTS[zone].includes(departement)) ?? null;
}

/** The last day whose school calendar is known in a zone, `YYYY-MM-DD`. */
export function lastKnownSchoolDay(zone: SchoolZone): string {
  return YEARS.filter(({ zones }) => zones.includes(zone))
    .map(({ to }) => to)
    .sort()
    .at(-1)!;
}

/** The orders that set the calendar of a zone on these days, each once. */
export function schoolSources(days: readonly string[], zone: SchoolZone): CalendarSource[] {
  const years = days.flatMap((day) => yearOf(day, zone) ?? []);
  return [...new Set(years)].map(({ source }) => source);
}

function yearOf(day: string, zone: SchoolZone): SchoolYear | undefined {
  return YEARS.find(({ from, to, zones }) => from <= day && day <= to && zones.includes(zone));
}

function schoolHoliday(day: string, zone: SchoolZone): string | null {
  const period = yearOf(day, zone)?.periods.find(
    ({ zones, from, to }) => zones.includes(zone) && from <= day && day <= to
  );
  return period?.name ?? null;
}

/** How the library names what is not like elsewhere: Alsace-Moselle, and overseas. */
const REGIONS: Readonly<Record<string, string>> = {
  '57': '57',
  '67': '67',
  '68': '68',
  '971': 'GP',
  '972': 'MQ',
  '973': 'GF',
  '974': 'RE',
  '976': 'YT'
};

/** As the labour code names them (art. L. 3133-1), by the rule of the library. */
const LEGAL_NAMES: Readonly<Record<string, string>> = {
  '01-01': 'Jour de l’an',
  'easter -2': 'Vendredi saint',
  'easter 1': 'Lundi de Pâques',
  '05-01': 'Fête du Travail',
  '05-08': 'Victoire 1945',
  'easter 39': 'Ascension',
  'easter 50': 'Lundi de Pentecôte',
  '07-14': 'Fête nationale',
  '08-15': 'Assomption',
  '11-01': 'Toussaint',
  '11-11': 'Armistice 1918',
  '12-25': 'Noël',
  '12-26': 'Lendemain de Noël'
};

const COMPUTED = new Map<string, ReadonlyMap<string, string>>();

/** The public holidays of a year, by day. Making the rules of a place takes long: kept by place and year. */
function publicHolidaysOf(year: string, departement: string | null): ReadonlyMap<string, string> {
  const region = REGIONS[departement ?? ''] ?? '';
  const key = `${region} ${year}`;
  let found = COMPUTED.get(key);
  if (!found) {
    const rules = region ? new Holidays('FR', region) : new Holidays('FR');
    found = new Map(
      rules
        .getHolidays(Number(year), 'fr')
        .filter(({ type }) => type === 'public')
        .map(({ date, name, rule }) => [date.slice(0, 10), LEGAL_NAMES[rule] ?? name])
    );
    COMPUTED.set(key, found);
  }
  return found;
}

function publicHoliday(day: string, departement: string | null): string | null {
  return publicHolidaysOf(day.slice(0, 4), departement).get(day) ?? null;
}
