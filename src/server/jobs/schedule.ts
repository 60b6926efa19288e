/** When a job is done by itself: every few minutes, or each day at a time of Paris. */
export type Schedule =
  { readonly everyMinutes: number } | { readonly daily: `${number}:${number}` };

/** A minute as graphile-worker gives it: in UTC, the month from 1, Sunday 0, without its year. */
export interface Minute {
  readonly min: number;
  readonly hour: number;
  readonly date: number;
  readonly month: number;
  readonly dow: number;
}

/** @returns whether the job is due at this minute. */
export function isDue(schedule: Schedule, minute: Minute): boolean {
  if ('everyMinutes' in schedule) return minute.min % schedule.everyMinutes === 0;
  const [hour, min] = schedule.daily.split(':').map(Number);
  return minute.min === min && parisHour(minute) === hour;
}

/** The hour in Paris. */
export function parisHour(minute: Minute): number {
  return (minute.hour + (isSummer(minute) ? 2 : 1)) % 24;
}

/** Summer time lasts from the last Sunday of March to the last of October, at 01:00 UTC (directive 2000/84/CE). */
function isSummer(minute: Minute): boolean {
  const { month } = minute;
  if (month === 3) return isPastLastSunday(minute);
  if (month === 10) return !isPastLastSunday(minute);
  return month > 3 && month < 10;
}

/** In a month of 31 days, the last Sunday is one of the last seven days. */
function isPastLastSunday({ date, dow, hour }: Minute): boolean {
  if (date - dow < 25) return false;
  return dow > 0 || hour >= 1;
}
