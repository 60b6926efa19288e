import { addDays, daysBetween } from '#shared/dates.ts';
import type { CivilWhen } from '../edition.ts';

/** Hours of a day, `HH:mm`. */
export interface Hours {
  readonly from: string;
  readonly until: string;
}

/** The moments people name, with the hours they are given when nobody says them. */
export const MOMENTS = ['morning', 'midday', 'afternoon', 'evening', 'day'] as const;
export type Moment = (typeof MOMENTS)[number];
export const MOMENT_HOURS: Readonly<Record<Moment, Hours>> = {
  morning: { from: '09:00', until: '12:30' },
  midday: { from: '12:00', until: '14:00' },
  afternoon: { from: '14:00', until: '17:00' },
  evening: { from: '18:30', until: '20:30' },
  day: { from: '09:00', until: '17:00' }
};
export const MOMENT_LABELS: Readonly<Record<Moment, string>> = {
  morning: 'Matin',
  midday: 'Midi',
  afternoon: 'Après-midi',
  evening: 'Soir',
  day: 'Journée'
};

/** Monday is 1. */
export const WEEKDAYS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];

/** Civil days, both included. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Days of the week and hours that go together: « mardi ou jeudi, l’après-midi ». */
export interface Rhythm {
  readonly weekdays: readonly number[];
  readonly hours: readonly Hours[];
}

/** 1 for Monday to 7 for Sunday. @param day - `YYYY-MM-DD`. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** A longer span is a mistake: nobody fixes a date two years ahead. */
const LONGEST_SPAN = 550;

export function daysOf({ from, to }: Span): string[] {
  const count = Math.min(daysBetween(from, to), LONGEST_SPAN);
  return Array.from({ length: Math.max(0, count + 1) }, (_, at) => addDays(from, at));
}

/** Which one of its month a day is: the third Thursday → 3; and whether it is the last. */
export function rankInMonth(day: string): { rank: number; last: boolean } {
  return {
    rank: Math.ceil(Number(day.slice(8, 10)) / 7),
    last: addDays(day, 7).slice(0, 7) !== day.slice(0, 7)
  };
}

/** Every slot of these rhythms on these days, by time, each once. */
export function slotsOn(days: readonly string[], rhythms: readonly Rhythm[]): CivilWhen[] {
  const all = rhythms.flatMap(({ weekdays, hours }) =>
    days
      .filter((day) => weekdays.includes(weekdayOf(day)))
      .flatMap((day) => hours.map((one) => at(day, one)))
  );
  return inOrder(all);
}

/** Every slot of these hours on each of these days, whatever their weekday. */
export function slotsEach(days: readonly string[], hours: readonly Hours[]): CivilWhen[] {
  return inOrder(days.flatMap((day) => hours.map((one) => at(day, one))));
}

function at(day: string, { from, until }: Hours): CivilWhen {
  return { start: `${day}T${from}`, end: `${day}T${until}` };
}

function inOrder(slots: readonly CivilWhen[]): CivilWhen[] {
  const once = new Map(slots.map((slot) => [`${slot.start} ${slot.end}`, slot]));
  return [...once.keys()].sort().map((key) => once.get(key)!);
}
