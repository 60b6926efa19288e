/** Tables on the day, written as lists of people. */
import type { PlanRule, PlanSeat, PlanTable } from '#domain/seating/plan.ts';
import type { Replan, ReplanAsked } from '#domain/seating/replan/model.ts';
import type { RegistrationId } from '#shared/ids.ts';

export const id = (number: number) => number as RegistrationId;
export const table = (number: number, more: Partial<PlanTable> = {}): PlanTable => ({
  ...{ number, name: '', seats: null, accessible: false },
  ...more
});

/** Tables of one round, as lists of people. */
export function asked(
  rounds: readonly (readonly (readonly number[])[])[],
  here: readonly number[],
  {
    most = 5,
    done = 0,
    rules = [] as PlanRule[],
    tables = [] as PlanTable[],
    access = [] as number[]
  } = {}
): ReplanAsked {
  const seats = rounds.flatMap((one, round) =>
    one.flatMap((people, at) =>
      people.map((guest): PlanSeat => ({
        ...{ round: round + 1, registration: id(guest), table: at + 1, pinned: false }
      }))
    )
  );
  const count = Math.max(...rounds.map((one) => one.length));
  return {
    plan: {
      ...{ most, rules, seats },
      tables: tables.length > 0 ? tables : Array.from({ length: count }, (_, at) => table(at + 1)),
      rounds: rounds.map((_, at) => ({
        ...{ number: at + 1, startsAt: null, topic: '' },
        doneAt: at < done ? new Date(0) : null
      }))
    },
    here: here.map((guest) => ({ registration: id(guest), needsAccess: access.includes(guest) }))
  };
}

export const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);
export const sizes = ({ seats }: Replan, round: number) =>
  [
    ...Map.groupBy(
      seats.filter((one) => one.round === round),
      (one) => one.table
    )
  ]
    .toSorted(([a], [b]) => a - b)
    .map(([, people]) => people.length);
