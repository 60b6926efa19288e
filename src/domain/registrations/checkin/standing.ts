import type { EntranceKey, Expected, Gesture, Seen } from './model.ts';

/** Who is there, as a device knows it: what the server said, then what the device did since. */
export class Standing {
  readonly #seen = new Map<string, Seen>();

  constructor(seen: readonly Seen[], pending: readonly Gesture[] = []) {
    this.hear(seen);
    for (const gesture of pending) this.add(gesture);
  }

  /** What the server says replaces what was known of these people. */
  hear(seen: readonly Seen[]): void {
    for (const one of seen) this.#seen.set(key(one.registration, one.entrance), one);
  }

  /** What was just done here, before anybody else knows. */
  add(gesture: Gesture): void {
    const who = whom(gesture);
    if (who === null || gesture.type === 'walk-in') {
      if (gesture.type === 'walk-in') this.#move(gesture.nonce, gesture.entrance, gesture.at, true);
      return;
    }
    if (gesture.type === 'sign') this.#sign(who, gesture.entrance);
    else this.#move(who, gesture.entrance, gesture.at, gesture.type === 'in');
  }

  /** Null when nothing is known of her here. */
  find(who: number | string, entrance: EntranceKey): Seen | null {
    return this.#seen.get(key(who, entrance)) ?? null;
  }

  /** Who is in: always counted again. */
  count(entrance: EntranceKey): number {
    let count = 0;
    for (const one of this.#seen.values()) if (one.isIn && one.entrance === entrance) count += 1;
    return count;
  }

  all(): Seen[] {
    return [...this.#seen.values()].filter(({ registration }) => registration > 0);
  }

  #move(who: number | string, entrance: EntranceKey, at: number, isIn: boolean): void {
    const before = this.find(who, entrance);
    const arrived = isIn && before?.isIn ? before.at : at;
    this.#seen.set(key(who, entrance), {
      registration: typeof who === 'number' ? who : 0,
      entrance,
      isIn,
      at: arrived,
      signed: before?.signed ?? false
    });
  }

  #sign(who: number | string, entrance: EntranceKey): void {
    const before = this.find(who, entrance);
    if (before) this.#seen.set(key(who, entrance), { ...before, signed: true });
  }
}

function key(who: number | string, entrance: EntranceKey): string {
  return `${who}@${entrance}`;
}

/** The registration, or the nonce of who was registered at the door; null when only the server can tell. */
function whom(gesture: Gesture): number | string | null {
  if (gesture.type === 'walk-in') return gesture.nonce;
  return gesture.registration ?? gesture.door ?? null;
}

export type Verdict = 'ok' | 'already' | 'waiting' | 'elsewhere';

/**
 * What a volunteer is told of somebody of the list. The server says the same of the rows.
 * @returns waiting: on the waiting list. elsewhere: expected at something else, another day or another session.
 */
export function judge(person: Expected, entrance: EntranceKey, seen: Seen | null): Verdict {
  if (seen?.isIn) return 'already';
  if (person.waiting) return 'waiting';
  return isExpected(person, entrance) ? 'ok' : 'elsewhere';
}

/** Whether she said that she would come to this entrance: who chose no half-day comes to all, no session to none. */
export function isExpected(
  { halfDays, sessions }: Pick<Expected, 'halfDays' | 'sessions'>,
  entrance: EntranceKey
): boolean {
  const id = Number(entrance.slice(1));
  if (entrance.startsWith('s')) return sessions.includes(id);
  if (entrance.startsWith('h')) return halfDays.length === 0 || halfDays.includes(id);
  return true;
}

/** Which entrance is proposed when the page opens: the one under way, else the next, else the last. */
export function currentEntrance<T extends { startsAt: number; endsAt: number }>(
  entrances: readonly T[],
  now: number
): T | undefined {
  return (
    entrances.find(({ startsAt, endsAt }) => startsAt - EARLY <= now && now < endsAt) ??
    entrances.find(({ startsAt }) => startsAt > now) ??
    entrances.at(-1)
  );
}

/** People arrive before it begins, in milliseconds. */
const EARLY = 60 * 60_000;
