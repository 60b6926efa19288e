/** The seats of a plan: from a seating and back, and who has none. */
import type { EventId } from '#shared/ids.ts';
import type { Guest, Seating, SeatingProblem } from './model.ts';
import type { PlanGuest, PlanSeat, TablePlan } from './plan.ts';
import type { PosedProblem } from './problem.ts';

/** The seats of the plan that a seating gives; those that were pinned, or are of a round that is over, stay so. */
export function seatsOf(
  { people, rounds }: PosedProblem,
  seating: Seating,
  plan: TablePlan
): PlanSeat[] {
  const pinned = new Set(
    plan.seats.filter((one) => one.pinned).map((one) => `${one.round}-${one.registration}`)
  );
  return seating.flatMap((tables, at) =>
    tables.flatMap((table, rank) =>
      table.map((guest) => ({
        round: rounds[at]!.number,
        registration: people[guest]!,
        table: rounds[at]!.tables[rank]!,
        pinned: pinned.has(`${rounds[at]!.number}-${people[guest]!}`)
      }))
    )
  );
}

/** A seating with what measures it. */
export interface PosedSeating {
  readonly problem: SeatingProblem;
  readonly seating: Seating;
}

/** The seats as they are, whatever they respect, to be measured: those of `guests`, in the rounds that have some. */
export function seatingOf(
  plan: Pick<TablePlan, 'seats'>,
  guests: readonly PlanGuest[],
  values: Float64Array | null = null
): PosedSeating {
  const rank = new Map(guests.map(({ registration }, at) => [registration, at]));
  const rounds = new Map<number, Map<number, Guest[]>>();
  for (const { round, registration, table } of plan.seats) {
    const guest = rank.get(registration);
    if (guest === undefined) continue;
    const tables = rounds.get(round) ?? new Map<number, Guest[]>();
    rounds.set(round, tables.set(table, [...(tables.get(table) ?? []), guest]));
  }
  const seating = [...rounds]
    .toSorted(([a], [b]) => a - b)
    .map(([, tables]) => [...tables].toSorted(([a], [b]) => a - b).map(([, some]) => some));
  return {
    seating,
    problem: {
      ...{ guests: guests.length, values },
      rounds: seating.map((tables) => tables.map((table) => table.length))
    }
  };
}

/** Who of the guests has no seat in a round that is to come, and is not away then. */
export function unseated(plan: TablePlan, guests: readonly PlanGuest[]): PlanGuest[] {
  const comes = plan.rounds.filter(({ doneAt }) => !doneAt).map(({ number }) => number);
  const seats = new Set(plan.seats.map((one) => `${one.round}-${one.registration}`));
  const away = new Set(
    plan.rules.flatMap((one) => (one.kind === 'absent' ? [`${one.round}-${one.registration}`] : []))
  );
  return guests.filter(({ registration }) =>
    comes.some((round) => {
      const key = `${round}-${registration}`;
      return !seats.has(key) && !away.has(key);
    })
  );
}

/** An edition without a plan begins with this one. */
export function emptyPlan(event: EventId): TablePlan {
  return {
    ...{ event, session: null, most: 8, status: 'draft', publishedAt: null, version: 0 },
    weights: { unknown: true, profession: true, structure: true },
    ...{ rounds: [], tables: [], rules: [], seats: [] }
  };
}
