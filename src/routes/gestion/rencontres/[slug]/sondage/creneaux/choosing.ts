import { whenInput } from '#domain/events/forms.ts';
import type { CivilWhen } from '#domain/events/edition.ts';
import { isGone } from '#domain/events/edition.ts';
import { noteDay, type DayNote } from '#domain/events/poll/days.ts';
import {
  daysOf,
  MOMENT_HOURS,
  MOMENTS,
  slotsOn,
  type Hours,
  type Moment
} from '#domain/events/poll/pattern.ts';
import { misreadMessage, readPhrase } from '#domain/events/poll/phrase.ts';
import { isCivilDay } from '#shared/dates.ts';

/** Dates before they are proposed: everything is in the address, nothing is written yet. */
export interface Preview {
  readonly slots: readonly {
    readonly when: CivilWhen;
    readonly notes: readonly DayNote[];
    readonly ticked: boolean;
  }[];
  readonly past: number;
  readonly wholeDay: boolean;
  readonly unread: readonly string[];
}

/** What was typed in the two forms, given back as it was. */
export interface Typed {
  readonly phrase: string;
  readonly weekdays: readonly string[];
  readonly moments: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly start: string;
  readonly end: string;
  readonly withoutSchool: boolean;
}

export function readTyped(search: URLSearchParams): Typed {
  const text = (name: string) => search.get(name)?.trim() ?? '';
  return {
    phrase: text('phrase').slice(0, 300),
    weekdays: search.getAll('jour'),
    moments: search.getAll('moment'),
    from: text('du'),
    to: text('au'),
    start: text('de'),
    end: text('a'),
    withoutSchool: search.has('hors-vacances')
  };
}

interface Place {
  readonly timeZone: string;
  readonly departement: string | null;
}

/** @returns null when nothing was asked; the errors by field when something is to be corrected. */
export function preview(
  typed: Typed,
  { timeZone, departement }: Place,
  now: Date,
  today: string
): { preview: Preview | null; errors: Record<string, string> } {
  const said = typed.phrase ? fromPhrase(typed.phrase, today) : fromFields(typed);
  if (!said) return { preview: null, errors: {} };
  if ('errors' in said) return { preview: null, errors: said.errors };
  const coming = said.slots.filter((when) => !isGone(when, timeZone, now));
  const slots = coming.map((when) => {
    const notes = noteDay(when.start.slice(0, 10), departement);
    const skipped = notes.some(
      ({ kind }) =>
        (kind === 'school' && said.skip.school) || (kind === 'public' && said.skip.publicHolidays)
    );
    const holiday = notes.some(({ kind }) => kind === 'public');
    return { when, notes, ticked: !skipped && !holiday, skipped };
  });
  return {
    preview: {
      slots: slots.filter(({ skipped }) => !skipped).map(({ skipped: _, ...slot }) => slot),
      past: said.slots.length - coming.length,
      wholeDay: said.wholeDay,
      unread: said.unread
    },
    errors: {}
  };
}

type Said =
  | {
      slots: readonly CivilWhen[];
      skip: { school: boolean; publicHolidays: boolean };
      wholeDay: boolean;
      unread: readonly string[];
    }
  | { errors: Record<string, string> };

function fromPhrase(phrase: string, today: string): Said {
  const reading = readPhrase(phrase, today);
  return reading.ok ? reading : { errors: { phrase: misreadMessage(reading) } };
}

const HOUR = /^\d{2}:\d{2}$/;

function fromFields(typed: Typed): Said | null {
  const { weekdays, moments, from, to } = typed;
  if (weekdays.length + moments.length === 0 && !from && !to) return null;
  const hours = hoursOf(typed);
  const errors: Record<string, string> = {
    ...(weekdays.length === 0 ? { jour: 'choisissez au moins un jour de la semaine' } : {}),
    ...(isCivilDay(from) ? {} : { du: 'indiquez le premier jour' }),
    ...(isCivilDay(to) && to >= from ? {} : { au: 'indiquez le dernier jour, après le premier' }),
    ...(hours.length > 0 ? {} : { moment: 'choisissez un moment, ou des heures' })
  };
  if (Object.keys(errors).length > 0) return { errors };
  const days = daysOf({ from, to });
  const slots = slotsOn(days, [{ weekdays: weekdays.map(Number), hours }]);
  return {
    slots,
    skip: { school: typed.withoutSchool, publicHolidays: false },
    wholeDay: false,
    unread: []
  };
}

function hoursOf({ moments, start, end }: Typed): Hours[] {
  if (HOUR.test(start) && HOUR.test(end) && start < end) return [{ from: start, until: end }];
  return MOMENTS.filter((one): one is Moment => moments.includes(one)).map(
    (one) => MOMENT_HOURS[one]
  );
}

/** The slots that were ticked: `2027-02-04T09:00/2027-02-04T12:30`. Anything else is left out. */
export function readTicked(form: FormData): CivilWhen[] {
  return form.getAll('creneau').flatMap((value) => {
    const [start, end] = String(value).split('/');
    const when = whenInput.safeParse({ start, end });
    return when.success ? [when.data] : [];
  });
}
