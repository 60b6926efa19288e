/** The tables on the day: who is missing where, who is there without a place, which round comes. */
import type { RegistrationId } from '#shared/ids.ts';
import { compareNames } from '#shared/text.ts';
import type { PlanGuest, PlanRound, PlanSeat, TablePlan } from '../plan.ts';
import type { ReplanGuest } from './model.ts';

/** What the organiser says besides what the door knows. */
export interface DayChoice {
  /** The first round to do again; 0: the next one. */
  readonly from: number;
  /** Not there yet, and awaited: their places are kept. */
  readonly keep: readonly RegistrationId[];
  /** There this morning, and gone since. */
  readonly left: readonly RegistrationId[];
}

export const PLAIN_DAY: DayChoice = { from: 0, keep: [], left: [] };

/** Somebody at her table. */
export interface DaySeat extends PlanGuest {
  readonly isHere: boolean;
  readonly isHost: boolean;
}

export interface DayTable {
  readonly table: number;
  readonly seats: readonly DaySeat[];
  readonly missing: number;
}

export interface TableDay {
  /** Null: all have taken place. */
  readonly next: PlanRound | null;
  /** The one that can still be taken back. */
  readonly last: PlanRound | null;
  readonly tables: readonly DayTable[];
  readonly missing: readonly (PlanGuest & { readonly table: number })[];
  readonly unseated: readonly PlanGuest[];
  readonly here: number;
  readonly seated: number;
  /** Nobody was let in yet: nobody is missing for that. */
  readonly isCounted: boolean;
}

export interface DayGround {
  readonly plan: TablePlan;
  readonly guests: readonly PlanGuest[];
  /** Whose place was cancelled since. */
  readonly gone: readonly PlanGuest[];
  readonly present: ReadonlySet<RegistrationId>;
}

/** The next round as the room lives it. */
export function tableDayOf({ plan, guests, gone, present }: DayGround): TableDay {
  const next = plan.rounds.find(({ doneAt }) => doneAt === null) ?? null;
  const last = plan.rounds.findLast(({ doneAt }) => doneAt !== null) ?? null;
  const isCounted = present.size > 0;
  const people = new Map([...gone, ...guests].map((one) => [one.registration, one]));
  const leaving = new Set(gone.map(({ registration }) => registration));
  const isHere = (guest: RegistrationId) =>
    !leaving.has(guest) && (!isCounted || present.has(guest));
  const seats = plan.seats.filter(({ round }) => round === next?.number);
  const tables = tablesIn(plan, seats, { people, isHere });
  const away = awayIn(plan, next?.number ?? 0);
  const sitting = new Set(seats.map(({ registration }) => registration));
  return {
    ...{ next, last, tables, isCounted },
    missing: tables.flatMap(({ table, seats: some }) =>
      some.filter((one) => !one.isHere).map((one) => ({ ...one, table }))
    ),
    unseated: guests.filter(
      ({ registration: one }) => next !== null && isHere(one) && !sitting.has(one) && !away.has(one)
    ),
    here: guests.filter(({ registration }) => isHere(registration)).length,
    seated: seats.length
  };
}

function tablesIn(
  plan: TablePlan,
  seats: readonly PlanSeat[],
  {
    people,
    isHere
  }: {
    people: ReadonlyMap<RegistrationId, PlanGuest>;
    isHere: (guest: RegistrationId) => boolean;
  }
): DayTable[] {
  const round = seats[0]?.round;
  const hosts = new Set(
    plan.rules.flatMap((one) =>
      one.kind === 'host' && (one.round === null || one.round === round) ? [one.registration] : []
    )
  );
  return [...Map.groupBy(seats, ({ table }) => table)]
    .toSorted(([a], [b]) => a - b)
    .map(([table, some]) => {
      const seated = some
        .flatMap(({ registration }) => people.get(registration) ?? [])
        .map((one) => ({
          ...one,
          isHere: isHere(one.registration),
          isHost: hosts.has(one.registration)
        }))
        .toSorted((a, b) => compareNames(a.name, b.name));
      return { table, seats: seated, missing: seated.filter((one) => !one.isHere).length };
    });
}

function awayIn({ rules }: TablePlan, round: number): Set<RegistrationId> {
  return new Set(
    rules.flatMap((one) => (one.kind === 'absent' && one.round === round ? [one.registration] : []))
  );
}

/** Who is to sit from now on: who is there or awaited, less who left. */
export function hereOf({ guests, present, plan }: DayGround, choice: DayChoice): ReplanGuest[] {
  const keep = new Set(choice.keep);
  const left = new Set(choice.left);
  const seated = new Set(plan.seats.map(({ registration }) => registration));
  return guests
    .filter(({ registration: one }) => {
      if (left.has(one)) return false;
      return present.size === 0 || present.has(one) || (keep.has(one) && seated.has(one));
    })
    .map(({ registration, needsAccess }) => ({ registration, needsAccess }));
}

/** The rounds that may be done again: those to come; by default, not the one that has begun. */
export function firstRound({ rounds }: TablePlan, choice: DayChoice, now: Date): number | null {
  const coming = rounds.filter(({ doneAt }) => doneAt === null);
  const chosen = coming.find(({ number }) => number === choice.from);
  const ahead = coming.find(({ startsAt }) => startsAt === null || startsAt > now);
  return (chosen ?? ahead ?? coming[0])?.number ?? null;
}
