/** Who is there: what one enters on the day, and what the gestures at the door say of it. */
import type { HalfDay } from '#domain/events/model.ts';
import { civilTime } from '#shared/dates.ts';
import type { ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';

/** What one enters: a half-day, a session, or the edition as a whole when both are null. */
export interface Entrance {
  readonly halfDay: HalfDay['id'] | null;
  readonly session: ProgrammeSessionId | null;
}

export const WHOLE: Entrance = { halfDay: null, session: null };

/** code: read by the camera. name: found in the list. door: came without registration. hand, sheet: afterwards. */
export const CHECKIN_MEANS = ['code', 'name', 'door', 'hand', 'sheet'] as const;
export type CheckinMeans = (typeof CHECKIN_MEANS)[number];

/** ok: she enters. already: she had. unregistered: the code is nobody’s here. */
export const CHECKIN_OUTCOMES = [
  'ok',
  'already',
  'unregistered',
  'other-day',
  'other-event'
] as const;
export type CheckinOutcome = (typeof CHECKIN_OUTCOMES)[number];

/** Somebody who is there, for one entrance. */
export interface Presence extends Entrance {
  readonly registration: RegistrationId;
  readonly arrivedAt: Date;
}

/** An entrance as a string, to compare and to key by: « h12 », « s7 », « all ». */
export function entranceKey({ halfDay, session }: Entrance): string {
  return session !== null ? `s${session}` : halfDay !== null ? `h${halfDay}` : 'all';
}

/** « h12 », « s7 », « all » as what is entered: the inverse of `entranceKey`. */
export function readEntrance(key: string): Entrance {
  const id = Number(key.slice(1));
  return {
    halfDay: key.startsWith('h') ? id : null,
    session: key.startsWith('s') ? (id as ProgrammeSessionId) : null
  };
}

/**
 * What is entered on a civil day: its half-days, or the edition as a whole when it has none that day.
 * @param day - `YYYY-MM-DD` in `zone`.
 */
export function entrancesOf(halfDays: readonly HalfDay[], day: string, zone: string): Entrance[] {
  const that = halfDays.filter(({ startsAt }) => civilTime(startsAt, zone).startsWith(day));
  return that.length > 0 ? that.map(({ id }) => ({ halfDay: id, session: null })) : [WHOLE];
}
