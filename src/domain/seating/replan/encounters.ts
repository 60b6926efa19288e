/** How many times two people sit together, over some rounds. */
import type { RegistrationId } from '#shared/ids.ts';
import type { PlanSeat } from '../plan.ts';

export class Encounters {
  readonly #times = new Map<RegistrationId, Map<RegistrationId, number>>();

  of(a: RegistrationId, b: RegistrationId): number {
    return this.#times.get(a)?.get(b) ?? 0;
  }

  /** Those who share a table in one round; `by` −1 takes them back. */
  addTable(people: readonly RegistrationId[], by = 1): void {
    for (const a of people)
      for (const b of people) {
        if (a === b) continue;
        const row = this.#times.get(a) ?? new Map<RegistrationId, number>();
        this.#times.set(a, row.set(b, (row.get(b) ?? 0) + by));
      }
  }
}

/** Who sits at each table of each round. */
export function tablesOf(seats: readonly PlanSeat[]): Map<number, Map<number, RegistrationId[]>> {
  const rounds = new Map<number, Map<number, RegistrationId[]>>();
  for (const { round, table, registration } of seats) {
    const tables = rounds.get(round) ?? new Map<number, RegistrationId[]>();
    rounds.set(round, tables);
    const people = tables.get(table) ?? [];
    tables.set(table, people);
    people.push(registration);
  }
  return rounds;
}
