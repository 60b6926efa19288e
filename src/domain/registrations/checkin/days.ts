import { addDays, civilTime, instantOf } from '#shared/dates.ts';

/**
 * Where a link for volunteers stands.
 * early: shows nothing yet. eve: shows the list, counts nothing. open: its day. late: takes what devices still had to
 * send, and shows nothing. over: serves no more.
 */
export type LinkState = 'early' | 'eve' | 'open' | 'late' | 'over';

export interface LinkDay {
  /** The civil day, `YYYY-MM-DD`, in `zone`. */
  readonly day: string;
  readonly zone: string;
  readonly revoked: boolean;
}

/** The list can be prepared from noon of the day before. */
const EVE_FROM = '12:00';
/** A telephone that found no network all day is charged again, and sends what it kept, within these days. */
const LATE_DAYS = 3;

/** From when and until when a civil day lasts in its zone: 23 or 25 hours, twice a year. */
export function boundsOf({ day, zone }: Pick<LinkDay, 'day' | 'zone'>): {
  from: Date;
  until: Date;
} {
  return {
    from: instantOf(`${day}T00:00`, zone),
    until: instantOf(`${addDays(day, 1)}T00:00`, zone)
  };
}

export function linkState(link: LinkDay, now: Date): LinkState {
  if (link.revoked) return 'over';
  const { from, until } = boundsOf(link);
  if (now < eveOf(link)) return 'early';
  if (now < from) return 'eve';
  if (now < until) return 'open';
  return now < instantOf(`${addDays(link.day, 1 + LATE_DAYS)}T00:00`, link.zone) ? 'late' : 'over';
}

/** When the list can first be read. */
export function eveOf({ day, zone }: Pick<LinkDay, 'day' | 'zone'>): Date {
  return instantOf(`${addDays(day, -1)}T${EVE_FROM}`, zone);
}

/** The civil days an edition lasts, at most a week of them; none without a date. */
export function daysOf(
  { startsAt, endsAt }: { readonly startsAt: Date | null; readonly endsAt: Date | null },
  zone: string
): string[] {
  if (!startsAt) return [];
  const [first, last] = [startsAt, endsAt ?? startsAt].map((one) =>
    civilTime(one, zone).slice(0, 10)
  );
  const days: string[] = [];
  for (let day = first!; day <= last! && days.length < 7; day = addDays(day, 1)) days.push(day);
  return days;
}
