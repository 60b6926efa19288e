/**
 * Who has a place: decided from what was read under the lock of an edition, never from a table. A place is taken in
 * the edition, in a category if it has one, and in each session chosen; each of these may be limited.
 */
import type { CategoryId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import type { ChoiceStatus, Pool, RegistrationStatus } from './model.ts';

/** Somebody who waits for a place in the edition or in a category. */
export interface Waiter {
  readonly id: RegistrationId;
  readonly category: CategoryId | null;
  readonly since: Date;
  /** Sessions wanted, once there is a place. */
  readonly wishes: readonly ProgrammeSessionId[];
}

/** Somebody who has a place, and waits for one in a session. */
export interface SessionWaiter {
  readonly registration: RegistrationId;
  readonly session: ProgrammeSessionId;
  readonly since: Date;
  readonly startsAt: Date;
}

/** What is read under the lock. Of those who wait, at least those who could have a place now, first come first. */
export interface Ledger {
  readonly status: 'draft' | 'published' | 'cancelled';
  readonly startsAt: Date | null;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  readonly promotion: 'immediate' | 'offer';
  readonly offerHours: number;
  readonly pools: readonly Pool[];
  /** Offers whose time has passed. */
  readonly lapsed: readonly { readonly id: RegistrationId; readonly category: CategoryId | null }[];
  readonly lapsedChoices: readonly {
    readonly registration: RegistrationId;
    readonly session: ProgrammeSessionId;
  }[];
  readonly waiting: readonly Waiter[];
  readonly waitingChoices: readonly SessionWaiter[];
}

export interface RegistrationMove {
  readonly id: RegistrationId;
  readonly status: RegistrationStatus;
  readonly offerExpiresAt: Date | null;
}

export interface ChoiceMove {
  readonly registration: RegistrationId;
  readonly session: ProgrammeSessionId;
  readonly status: ChoiceStatus;
  readonly offerExpiresAt: Date | null;
}

/** What time and freed places change. `freed` is written before `given`: more is never taken than there is. */
export interface Settlement {
  readonly freed: {
    readonly registrations: readonly RegistrationMove[];
    readonly choices: readonly ChoiceMove[];
  };
  readonly given: {
    readonly registrations: readonly RegistrationMove[];
    readonly choices: readonly ChoiceMove[];
  };
}

/** What is taken in each pool while decisions are made one after the other. */
export class Room {
  private readonly pools = new Map<string, { readonly pool: Pool; taken: number }>();

  constructor(pools: readonly Pool[]) {
    for (const pool of pools)
      this.pools.set(keyOf(pool.category, pool.session), { pool, taken: pool.taken });
  }

  /** Whether there is a place in the edition, and in that category if it is limited. */
  hasPlace(category: CategoryId | null): boolean {
    return this.isFree(EDITION) && this.hasPlaceIn(category);
  }

  /** Whether that category alone has a place. */
  hasPlaceIn(category: CategoryId | null): boolean {
    return category === null || this.isFree(keyOf(category, null));
  }

  hasSeat(session: ProgrammeSessionId): boolean {
    return this.isFree(keyOf(null, session));
  }

  /** @param by - -1 to give back. */
  take(category: CategoryId | null, by = 1): void {
    this.move(EDITION, by);
    this.takeIn(category, by);
  }

  takeIn(category: CategoryId | null, by = 1): void {
    if (category !== null) this.move(keyOf(category, null), by);
  }

  takeSeat(session: ProgrammeSessionId, by = 1): void {
    this.move(keyOf(null, session), by);
  }

  /** The pools as they are now. */
  counted(): Pool[] {
    return [...this.pools.values()].map(({ pool, taken }) => ({ ...pool, taken }));
  }

  private isFree(key: string): boolean {
    const found = this.pools.get(key);
    const capacity = found?.pool.capacity ?? null;
    return !found || capacity === null || found.taken < capacity;
  }

  private move(key: string, by: number): void {
    const found = this.pools.get(key);
    if (found) found.taken += by;
  }
}

const EDITION = 'edition';

function keyOf(category: CategoryId | null, session: ProgrammeSessionId | null): string {
  if (session !== null) return `session ${session}`;
  return category === null ? EDITION : `category ${category}`;
}

/** When no place is given any more: the closing, or the start. Null while neither is known. */
export function lastMoment(ledger: Pick<Ledger, 'closesAt' | 'startsAt'>): Date | null {
  return earliest([ledger.closesAt, ledger.startsAt]);
}

/** Whether a freed place goes to who waits: not before the edition is announced, nor after the closing. */
export function isPromoting(ledger: Ledger, now: Date): boolean {
  const last = lastMoment(ledger);
  return ledger.status === 'published' && (last === null || now < last);
}

/** Until when a place offered now is held. */
export function offerDeadline(ledger: Ledger, now: Date, sessionStart: Date | null = null): Date {
  const enough = new Date(now.getTime() + ledger.offerHours * 3_600_000);
  return earliest([enough, ledger.closesAt, ledger.startsAt, sessionStart]) ?? enough;
}

function earliest(instants: readonly (Date | null)[]): Date | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : new Date(Math.min(...known.map(Number)));
}

/**
 * What has to change now: offers not confirmed in time expire; those who wait for a session, then those who wait for
 * the edition, have what is free, in their order. Whoever cannot have a place lets the next one by.
 * @param room - what is left; brought up to date.
 */
export function settle(ledger: Ledger, room: Room, now: Date): Settlement {
  for (const { category } of ledger.lapsed) room.take(category, -1);
  for (const { session } of ledger.lapsedChoices) room.takeSeat(session, -1);
  const freed = {
    registrations: ledger.lapsed.map(({ id }) => expired({ id })),
    choices: ledger.lapsedChoices.map((choice) => expired(choice))
  };
  if (!isPromoting(ledger, now)) return { freed, given: { registrations: [], choices: [] } };
  const seats = ledger.waitingChoices.flatMap((waiter) => giveSeat(ledger, room, waiter, now));
  const places = ledger.waiting.map((waiter) => givePlace(ledger, room, waiter, now));
  return {
    freed,
    given: {
      registrations: places.flatMap((place) => place.registration),
      choices: [...seats, ...places.flatMap((place) => place.choices)]
    }
  };
}

function expired<T>(what: T): T & { status: 'expired'; offerExpiresAt: null } {
  return { ...what, status: 'expired', offerExpiresAt: null };
}

function giveSeat(ledger: Ledger, room: Room, waiter: SessionWaiter, now: Date): ChoiceMove[] {
  const { registration, session, startsAt } = waiter;
  if (startsAt <= now || !room.hasSeat(session)) return [];
  room.takeSeat(session);
  const offerExpiresAt = ledger.promotion === 'offer' ? offerDeadline(ledger, now, startsAt) : null;
  return [
    { registration, session, status: offerExpiresAt ? 'offered' : 'confirmed', offerExpiresAt }
  ];
}

function givePlace(
  ledger: Ledger,
  room: Room,
  waiter: Waiter,
  now: Date
): { registration: RegistrationMove[]; choices: ChoiceMove[] } {
  const { id, category, wishes } = waiter;
  if (!room.hasPlace(category)) return { registration: [], choices: [] };
  room.take(category);
  if (ledger.promotion === 'offer') {
    const offerExpiresAt = offerDeadline(ledger, now);
    return { registration: [{ id, status: 'offered', offerExpiresAt }], choices: [] };
  }
  return {
    registration: [{ id, status: 'confirmed', offerExpiresAt: null }],
    choices: takeSeats(room, wishes).map((choice) => ({
      ...choice,
      registration: id,
      offerExpiresAt: null
    }))
  };
}

/** The sessions of somebody who has a place: each taken, or waited for. */
export function takeSeats(room: Room, sessions: readonly ProgrammeSessionId[]) {
  return sessions.map((session) => {
    if (!room.hasSeat(session)) return { session, status: 'waitlisted' as const };
    room.takeSeat(session);
    return { session, status: 'confirmed' as const };
  });
}

/**
 * The rank of each who waits, 1 being next: among all when the edition is full, else among those of the category.
 * @param waiting - all of them, first come first.
 */
export function ranks(
  waiting: readonly Pick<Waiter, 'id' | 'category'>[],
  editionIsFull: boolean
): Map<RegistrationId, number> {
  const seen = new Map<CategoryId | null | 'all', number>();
  return new Map(
    waiting.map(({ id, category }) => {
      const list = editionIsFull ? 'all' : category;
      const rank = (seen.get(list) ?? 0) + 1;
      seen.set(list, rank);
      return [id, rank];
    })
  );
}
