/** What cannot be, or cannot go well, in a programme: said where it is, from both sides. */
import { civilTime, formatHour } from '#shared/dates.ts';
import type { ProgrammeSessionId } from '#shared/ids.ts';
import type { EventTime } from './model.ts';
import { isStructure, type Programme, type ProgrammeSession } from './programme.ts';

/** hours: outside those of the edition. seats: more places than seats. everyone: two moments meant for all at once. */
export type ConflictKind = 'room' | 'speaker' | 'hours' | 'seats' | 'everyone';

export interface ConflictSide {
  readonly session: ProgrammeSessionId;
  /** As read beside this session, which it does not name. */
  readonly words: string;
}

export interface Conflict {
  readonly kind: ConflictKind;
  /** As read alone. */
  readonly words: string;
  /** One side, or the two that collide. */
  readonly sides: readonly [ConflictSide] | readonly [ConflictSide, ConflictSide];
}

/** Whether two sessions share a moment; one that ends when the other begins does not. */
export function overlaps(
  a: Pick<ProgrammeSession, 'startsAt' | 'endsAt'>,
  b: Pick<ProgrammeSession, 'startsAt' | 'endsAt'>
): boolean {
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt;
}

/** Everything that collides, in the order of the programme. Sessions one chooses between may be parallel. */
export function findConflicts(programme: Programme, time: EventTime): Conflict[] {
  const sessions = programme.sessions.toSorted(
    (a, b) => a.startsAt.getTime() - b.startsAt.getTime() || a.id - b.id
  );
  return sessions.flatMap((one, index) => [
    ...ownConflicts(one, programme, time),
    ...sessions
      .slice(index + 1)
      .filter((other) => overlaps(one, other))
      .flatMap((other) => collisions(one, other, programme))
  ]);
}

/** What is said beside one session. */
export function conflictsOf(
  conflicts: readonly Conflict[],
  session: ProgrammeSessionId
): { kind: ConflictKind; words: string }[] {
  return conflicts.flatMap(({ kind, sides }) =>
    sides.filter((side) => side.session === session).map(({ words }) => ({ kind, words }))
  );
}

function ownConflicts(one: ProgrammeSession, programme: Programme, time: EventTime): Conflict[] {
  const found: Conflict[] = [];
  if (time.startsAt && time.endsAt && (one.startsAt < time.startsAt || one.endsAt > time.endsAt)) {
    const open = `la rencontre va de ${at(time.startsAt, time)} à ${at(time.endsAt, time)}`;
    found.push(alone('hours', one, `hors des heures de la rencontre\u00a0: ${open}`));
  }
  const room = programme.rooms.find(({ id }) => id === one.room);
  if (room?.capacity && one.capacity !== null && one.capacity > room.capacity) {
    const more = `${one.capacity} places ouvertes, ${room.capacity} assises dans ${quote(room.name)}`;
    found.push(alone('seats', one, more));
  }
  return found;
}

function collisions(
  one: ProgrammeSession,
  other: ProgrammeSession,
  programme: Programme
): Conflict[] {
  const found: Conflict[] = [];
  const room = programme.rooms.find(({ id }) => id === one.room);
  if (room && one.room === other.room && !sharesRoom(one, other))
    found.push(both('room', one, other, `dans la même salle, ${quote(room.name)}`));
  for (const { speaker: id } of one.speakers) {
    if (!other.speakers.some(({ speaker }) => speaker === id)) continue;
    const speaker = programme.speakers.find((known) => known.id === id);
    // A structure keeps its stand with some of its people while others speak.
    const isShared = one.kind === 'stand' || other.kind === 'stand';
    if (speaker && !(isShared && isStructure(speaker)))
      found.push(both('speaker', one, other, `avec ${speaker.name} dans les deux`));
  }
  if (isForAll(one) && isForAll(other))
    found.push(both('everyone', one, other, 'alors que les deux sont pour tout le monde'));
  else if (isForAll(one) ? isElsewhere(other) : isForAll(other) && isElsewhere(one))
    found.push(both('everyone', one, other, 'alors que l’une des deux est pour tout le monde'));
  return found;
}

/** Stands stand side by side, and one has coffee among them. */
function sharesRoom(one: ProgrammeSession, other: ProgrammeSession): boolean {
  const isOpen = ({ kind }: ProgrammeSession) => kind === 'stand' || kind === 'social';
  return isOpen(one) && isOpen(other) && (one.kind === 'stand' || other.kind === 'stand');
}

/** Nobody is expected anywhere else: stands and coffee go on beside. */
function isForAll({ kind, chosen }: ProgrammeSession): boolean {
  return !chosen && kind !== 'stand' && kind !== 'social';
}

function isElsewhere({ kind, chosen }: ProgrammeSession): boolean {
  return chosen && kind !== 'stand';
}

function alone(kind: ConflictKind, one: ProgrammeSession, words: string): Conflict {
  const sentence = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  return {
    kind,
    words: `${quote(one.title)}\u00a0: ${words}.`,
    sides: [{ session: one.id, words: sentence }]
  };
}

function both(
  kind: ConflictKind,
  one: ProgrammeSession,
  other: ProgrammeSession,
  words: string
): Conflict {
  const side = (here: ProgrammeSession, there: ProgrammeSession) => ({
    session: here.id,
    words: `En même temps que ${quote(there.title)}, ${words}.`
  });
  return {
    kind,
    words: `${quote(one.title)} et ${quote(other.title)} ont lieu en même temps, ${words}.`,
    sides: [side(one, other), side(other, one)]
  };
}

function quote(title: string): string {
  return `«\u00a0${title}\u00a0»`;
}

/** The hour, with its day when the edition lasts several. */
function at(instant: Date, { startsAt, endsAt, timeZone }: EventTime): string {
  const civil = civilTime(instant, timeZone);
  const days = [startsAt, endsAt].map((one) => one && civilTime(one, timeZone).slice(0, 10));
  const hour = formatHour(civil);
  return days[0] === days[1] ? hour : `${hour} le ${civil.slice(8, 10)}/${civil.slice(5, 7)}`;
}
