/** The day as it goes: who is there, who is awaited, what fills, what has just changed, what comes next. */
import type { Event } from '#domain/events/model.ts';
import type { Programme, ProgrammeSession } from '#domain/events/programme.ts';
import { civilTime } from '#shared/dates.ts';
import type { ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import { normalise } from '#shared/text.ts';

/** One profession, one structure: how many of those awaited are there. */
export interface LiveLine {
  readonly label: string;
  readonly here: number;
  /** There or still to come. */
  readonly awaited: number;
}

/** Somebody awaited who has not come yet. */
export interface AwaitedPerson {
  readonly id: RegistrationId;
  readonly name: string;
  readonly profession: string;
  readonly house: string;
}

export interface LiveHalfDay {
  readonly id: number;
  readonly label: string;
  readonly here: number;
  readonly awaited: number;
}

export interface LiveSession {
  readonly id: ProgrammeSessionId;
  readonly title: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly roomName: string;
  readonly roomCapacity: number | null;
  readonly capacity: number | null;
  /** Who chose it and has a place; null where it is for everyone. */
  readonly chosen: number | null;
  readonly waiting: number;
  /** Who went through its own door; null where nobody is let in session by session. */
  readonly here: number | null;
}

/** Something that moved in the last hours. */
export interface LiveChange {
  readonly at: Date;
  readonly name: string;
  /** A key of the traces of registrations: « cancel ». */
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** The session it is about; '' when it is the edition itself. */
  readonly session: string;
}

/** A telephone of the welcome that says it has not sent everything, or has gone silent. */
export interface LiveDevice {
  readonly name: string;
  readonly link: string;
  readonly pending: number;
  readonly lastSeenAt: Date;
}

export interface LiveRoom {
  /** `YYYY-MM-DD` in the zone of the edition. */
  readonly day: string;
  readonly here: number;
  readonly awaited: number;
  readonly halfDays: readonly LiveHalfDay[];
  readonly professions: readonly LiveLine[];
  readonly structures: readonly LiveLine[];
  readonly missing: readonly AwaitedPerson[];
  readonly sessions: readonly LiveSession[];
  readonly changes: readonly LiveChange[];
  readonly devices: readonly LiveDevice[];
}

/** The day of an edition to look at: today when it is one of its days, else the nearest. Null without a date. */
export function dayShown(
  event: Pick<Event, 'startsAt' | 'endsAt' | 'timeZone'>,
  now: Date
): string | null {
  if (!event.startsAt || !event.endsAt) return null;
  const dayOf = (instant: Date) => civilTime(instant, event.timeZone).slice(0, 10);
  const [first, today, last] = [dayOf(event.startsAt), dayOf(now), dayOf(event.endsAt)];
  if (today < first) return first;
  return today > last ? last : today;
}

/** Lines with the same words become one; those with the most people awaited come first. */
export function gatherLines(lines: readonly LiveLine[]): LiveLine[] {
  return [...Map.groupBy(lines, ({ label }) => label || 'Non précisé')]
    .map(([label, same]) => ({
      label,
      here: same.reduce((sum, one) => sum + one.here, 0),
      awaited: same.reduce((sum, one) => sum + one.awaited, 0)
    }))
    .sort((a, b) => b.awaited - a.awaited || a.label.localeCompare(b.label, 'fr'));
}

/** Those whose name, structure or profession holds every word typed, accents aside. */
export function findAwaited(people: readonly AwaitedPerson[], typed: string): AwaitedPerson[] {
  const words = normalise(typed).split(' ').filter(Boolean);
  return people.filter((one) => {
    const text = normalise(`${one.name} ${one.house} ${one.profession}`);
    return words.every((word) => text.includes(word));
  });
}

const MINUTE_MS = 60_000;
const SILENT_MS = 10 * MINUTE_MS;

/** A telephone that may hold gestures that nobody has received: it says so, or has said nothing for a while. */
export function isToWatch(device: LiveDevice, now: Date): boolean {
  return device.pending > 0 || now.getTime() - device.lastSeenAt.getTime() > SILENT_MS;
}

/** More people than seats: those who chose it, or who are in it already. */
export function isTooSmall({ roomCapacity, chosen, here }: LiveSession): boolean {
  return roomCapacity !== null && Math.max(chosen ?? 0, here ?? 0) > roomCapacity;
}

/** « dans 10 min », « dans 1 h 20 », « maintenant »: how long until an instant, in whole minutes rounded up. */
export function untilWords(instant: Date, now: Date): string {
  const minutes = Math.ceil((instant.getTime() - now.getTime()) / MINUTE_MS);
  if (minutes <= 0) return 'maintenant';
  if (minutes < 60) return `dans ${minutes}\u00a0min`;
  const rest = minutes % 60;
  const hours = `dans ${Math.floor(minutes / 60)}\u00a0h`;
  return rest === 0 ? hours : `${hours}\u00a0${String(rest).padStart(2, '0')}`;
}

/** A moment of the programme as the screen of the hall shows it: nobody’s name. */
export interface ScreenSession {
  readonly id: ProgrammeSessionId;
  readonly title: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly room: string;
}

export interface HallScreen {
  readonly current: readonly ScreenSession[];
  readonly next: readonly ScreenSession[];
  /** Left out for want of room on the screen. */
  readonly more: number;
}

/** What a wall can say to somebody eight metres away. */
const MOST_ROWS = 6;
const MOST_CURRENT = 4;

/** What is on and what comes next, of what is readable from afar. Stands stay all day: they are left to the booklet. */
export function hallScreen(programme: Programme, now: Date, day: string, zone: string): HallScreen {
  const rooms = new Map(programme.rooms.map(({ id, name }) => [id, name]));
  const shown = (one: ProgrammeSession): ScreenSession => ({
    id: one.id,
    title: one.title,
    startsAt: one.startsAt,
    endsAt: one.endsAt,
    room: one.room === null ? '' : (rooms.get(one.room) ?? '')
  });
  const ofDay = programme.sessions.filter(
    ({ kind, startsAt }) => kind !== 'stand' && civilTime(startsAt, zone).startsWith(day)
  );
  const current = ofDay.filter(({ startsAt, endsAt }) => startsAt <= now && endsAt > now);
  const next = ofDay.filter(({ startsAt }) => startsAt > now);
  return {
    current: current.slice(0, MOST_CURRENT).map(shown),
    next: next.slice(0, MOST_ROWS - Math.min(current.length, MOST_CURRENT)).map(shown),
    more: Math.max(0, current.length - MOST_CURRENT)
  };
}
