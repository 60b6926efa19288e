/** How a programme is laid out: by days and slots to be read, by hours and rooms to be built. */
import { civilTime, formatDay, formatHour } from '#shared/dates.ts';
import type { ProgrammeSessionId } from '#shared/ids.ts';
import { overlaps } from './conflicts.ts';
import type { Programme, ProgrammeSession, Room } from './programme.ts';

/** What takes place at once. */
export interface Slot {
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** By start, then by room. */
  readonly sessions: readonly ProgrammeSession[];
}

export interface ProgrammeDay {
  /** Civil day `YYYY-MM-DD`. */
  readonly day: string;
  /** « jeudi 18 mars 2027 ». */
  readonly label: string;
  readonly slots: readonly Slot[];
  /** Stands that stay while slots follow one another. */
  readonly along: readonly ProgrammeSession[];
}

/** A programme to be read: for each day, moments one after the other, parallel sessions together. */
export function readingOrder(programme: Programme, timeZone: string): ProgrammeDay[] {
  const rank = new Map(programme.rooms.map(({ id }, index) => [id, index]));
  const position = ({ room }: ProgrammeSession) => (room ? (rank.get(room) ?? 999) : 999);
  return byDay(programme.sessions, timeZone).map(({ day, sessions }) => {
    const ordered = sessions.toSorted(
      (a, b) =>
        a.startsAt.getTime() - b.startsAt.getTime() || position(a) - position(b) || a.id - b.id
    );
    const along = alongOf(ordered);
    const slots = slotsOf(ordered.filter((one) => !along.includes(one)));
    return { day, label: formatDay(day), slots, along };
  });
}

export interface Column {
  readonly room: Room | null;
  /** « Amphithéâtre », or « Sans salle ». */
  readonly label: string;
}

export interface Cell {
  readonly session: ProgrammeSessionId | null;
  readonly rows: number;
  readonly columns: number;
}

export interface Row {
  /** « 9 h 30 ». */
  readonly hour: string;
  /** Quarters of an hour until the next row, 8 at most: how high it is drawn. */
  readonly quarters: number;
  readonly cells: readonly Cell[];
}

/** A day as a table: a row for each moment something begins or ends, a column for each room in use. */
export interface TimetableDay {
  readonly day: string;
  readonly label: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Stands that stay while slots follow one another: in no cell. */
  readonly along: readonly ProgrammeSession[];
}

/**
 * A programme to be built. Two sessions at once in one room, which should not be, get two columns of its name, so that
 * both are seen. One that is alone in its time spans them all.
 */
export function layOut(programme: Programme, timeZone: string): TimetableDay[] {
  return byDay(programme.sessions, timeZone).map(({ day, sessions: all }) => {
    const along = alongOf(all);
    const sessions = all.filter((one) => !along.includes(one));
    const lanes = lanesOf(sessions, programme.rooms);
    const bounds = [
      ...new Set(sessions.flatMap(({ startsAt, endsAt }) => [startsAt.getTime(), endsAt.getTime()]))
    ].toSorted((a, b) => a - b);
    return {
      day,
      label: formatDay(day),
      along,
      columns: lanes.map(({ room }) => ({ room, label: room?.name ?? 'Sans salle' })),
      rows: bounds.slice(0, -1).map((start, index) => ({
        hour: formatHour(civilTime(new Date(start), timeZone)),
        quarters: Math.min(8, Math.max(1, Math.round((bounds[index + 1]! - start) / 900_000))),
        cells: cellsOf(start, bounds, lanes, sessions)
      }))
    };
  });
}

interface Lane {
  readonly room: Room | null;
  readonly sessions: ProgrammeSession[];
}

function cellsOf(
  start: number,
  bounds: readonly number[],
  lanes: readonly Lane[],
  all: readonly ProgrammeSession[]
): Cell[] {
  const height = (one: ProgrammeSession) =>
    bounds.indexOf(one.endsAt.getTime()) - bounds.indexOf(one.startsAt.getTime());
  const now = all.filter((one) => covers(one, start));
  const only = now.length === 1 && isAlone(now[0]!, all) ? now[0]! : null;
  if (only) {
    if (only.startsAt.getTime() !== start) return [];
    return [{ session: only.id, rows: height(only), columns: lanes.length }];
  }
  return lanes.flatMap(({ sessions }): Cell[] => {
    const here = sessions.find((one) => covers(one, start));
    if (!here) return [{ session: null, rows: 1, columns: 1 }];
    if (here.startsAt.getTime() !== start) return [];
    return [{ session: here.id, rows: height(here), columns: 1 }];
  });
}

function covers({ startsAt, endsAt }: ProgrammeSession, moment: number): boolean {
  return startsAt.getTime() <= moment && moment < endsAt.getTime();
}

function isAlone(one: ProgrammeSession, all: readonly ProgrammeSession[]): boolean {
  return all.every((other) => other === one || !overlaps(one, other));
}

/** The columns: for each room in its order, as many as sessions that collide in it; then those without a room. */
function lanesOf(sessions: readonly ProgrammeSession[], rooms: readonly Room[]): Lane[] {
  const places: (Room | null)[] = [...rooms, null];
  return places.flatMap((room) => {
    const lanes: Lane[] = [];
    const here = sessions
      .filter((one) => (rooms.find(({ id }) => id === one.room) ?? null) === room)
      .toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || a.id - b.id);
    for (const one of here) {
      const lane = lanes.find(({ sessions: held }) => held.every((other) => !overlaps(one, other)));
      if (lane) lane.sessions.push(one);
      else lanes.push({ room, sessions: [one] });
    }
    return lanes;
  });
}

function byDay(
  sessions: readonly ProgrammeSession[],
  timeZone: string
): { day: string; sessions: ProgrammeSession[] }[] {
  const days = new Map<string, ProgrammeSession[]>();
  for (const one of sessions) {
    const day = civilTime(one.startsAt, timeZone).slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), one]);
  }
  return [...days]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, held]) => ({ day, sessions: held }));
}

/** Sessions in order, cut where nothing is under way any more. */
function slotsOf(sessions: readonly ProgrammeSession[]): Slot[] {
  const slots: { startsAt: Date; endsAt: Date; sessions: ProgrammeSession[] }[] = [];
  for (const one of sessions) {
    const last = slots.at(-1);
    if (last && one.startsAt < last.endsAt) {
      last.sessions.push(one);
      if (one.endsAt > last.endsAt) last.endsAt = one.endsAt;
    } else slots.push({ startsAt: one.startsAt, endsAt: one.endsAt, sessions: [one] });
  }
  return slots;
}

/** Stands open during several slots of the rest. */
function alongOf(sessions: readonly ProgrammeSession[]): ProgrammeSession[] {
  const ordered = sessions.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const slots = slotsOf(ordered.filter(({ kind }) => kind !== 'stand'));
  return ordered.filter(
    (one) => one.kind === 'stand' && slots.filter((slot) => overlaps(one, slot)).length > 1
  );
}
