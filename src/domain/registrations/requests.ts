/** What somebody who asks gets, and what a change takes and gives: decided from what is left under the lock. */
import type { CategoryId, ProgrammeSessionId } from '#shared/ids.ts';
import type { ChoiceStatus, RegistrationStatus } from './model.ts';
import { takeSeats, type Room } from './places.ts';

/** A moment that one chooses. */
export interface Moment {
  readonly id: ProgrammeSessionId;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Two of these that take place at the same time; null when one can be at all of them. */
export function findOverlap<T extends Moment>(moments: readonly T[]): readonly [T, T] | null {
  const byTime = moments.toSorted((a, b) => Number(a.startsAt) - Number(b.startsAt));
  for (const [index, moment] of byTime.entries()) {
    const next = byTime.slice(index + 1).find((other) => other.startsAt < moment.endsAt);
    if (next) return [moment, next];
  }
  return null;
}

export interface Placement {
  readonly status: 'confirmed' | 'waitlisted';
  readonly choices: readonly {
    readonly session: ProgrammeSessionId;
    readonly status: 'confirmed' | 'waitlisted' | 'wished';
    /** Given beyond the capacity. */
    readonly overruled?: boolean;
  }[];
}

/**
 * What a request gets, once nobody waits for what is left: a place and its sessions, those that are full being waited
 * for; or a rank in the waiting list, the sessions being wished until then.
 */
export function place(
  room: Room,
  category: CategoryId | null,
  sessions: readonly ProgrammeSessionId[]
): Placement {
  if (!room.hasPlace(category)) {
    return {
      status: 'waitlisted',
      choices: sessions.map((session) => ({ session, status: 'wished' }))
    };
  }
  room.take(category);
  return { status: 'confirmed', choices: takeSeats(room, sessions) };
}

/** What a change takes from a registration and adds to it. */
export interface ChangePlan {
  readonly dropped: readonly ProgrammeSessionId[];
  readonly added: readonly {
    readonly session: ProgrammeSessionId;
    readonly status: 'confirmed' | 'waitlisted' | 'wished';
  }[];
}

/**
 * How a registration becomes what its holder asks; null when the category asked for is full, what is held being kept.
 * A session kept keeps its place or its rank. Only who has a place takes sessions: the others wish for them.
 */
export function planChange(
  room: Room,
  held: {
    readonly status: RegistrationStatus;
    readonly overruled: boolean;
    readonly category: CategoryId | null;
    readonly choices: readonly {
      readonly session: ProgrammeSessionId;
      readonly status: ChoiceStatus;
      readonly overruled: boolean;
    }[];
  },
  wanted: {
    readonly category: CategoryId | null;
    readonly sessions: readonly ProgrammeSessionId[];
  }
): ChangePlan | null {
  const counts = held.status !== 'waitlisted' && !held.overruled;
  if (wanted.category !== held.category && counts) {
    if (!room.hasPlaceIn(wanted.category)) return null;
    room.takeIn(held.category, -1);
    room.takeIn(wanted.category);
  }
  const live = held.choices.filter(({ status }) => status !== 'cancelled' && status !== 'expired');
  const dropped = live.filter(({ session }) => !wanted.sessions.includes(session));
  for (const { session, status, overruled } of dropped)
    if ((status === 'confirmed' || status === 'offered') && !overruled) room.takeSeat(session, -1);
  const fresh = wanted.sessions.filter((session) => !live.some((one) => one.session === session));
  return {
    dropped: dropped.map(({ session }) => session),
    added:
      held.status === 'confirmed'
        ? takeSeats(room, fresh)
        : fresh.map((session) => ({ session, status: 'wished' }))
  };
}

/**
 * What the organiser gives somebody she adds; null when it is full and that is refused. Beyond the capacity, only what
 * is full is overruled.
 */
export function grant(
  room: Room,
  category: CategoryId | null,
  sessions: readonly ProgrammeSessionId[],
  whenFull: 'refuse' | 'wait' | 'beyond'
): (Placement & { readonly overruled: boolean }) | null {
  const full = !room.hasPlace(category);
  if (whenFull === 'wait' || (!full && sessions.every((session) => room.hasSeat(session))))
    return { ...place(room, category, sessions), overruled: false };
  if (whenFull === 'refuse') return null;
  if (!full) room.take(category);
  return {
    status: 'confirmed',
    overruled: full,
    choices: sessions.map((session) => {
      const overruled = !room.hasSeat(session);
      if (!overruled) room.takeSeat(session);
      return { session, status: 'confirmed', overruled };
    })
  };
}
