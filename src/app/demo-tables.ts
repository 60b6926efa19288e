import { operator } from '#domain/identity/model.ts';
import { tablePlanInput } from '#domain/seating/forms.ts';
import { listPlanGuests } from '#domain/seating/server/plan/queries.ts';
import { saveTablePlan, writeSeats } from '#domain/seating/server/plan/commands.ts';
import { tableSizes } from '#domain/seating/sizes.ts';
import { seat } from '#domain/seating/solver.ts';
import type { Tx } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import file from '../../demo/network.json' with { type: 'json' };

const { tables, topics } = file;

/** The tables of a rencontre that was held: five rounds, in which everybody met everybody. */
export async function loadTables(tx: Tx, event: EventId, day: string): Promise<void> {
  const guests = await listPlanGuests(tx, event);
  const sizes = tableSizes(guests.length, tables.most);
  const plan = tablePlanInput.parse({
    most: tables.most,
    weights: { unknown: true, profession: true, structure: true },
    rounds: tables.starts.map((start, at) => ({ startsAt: `${day}T${start}`, topic: topics[at] })),
    tables: sizes.map(() => ({}))
  });
  const actor = operator('démonstration');
  const saved = await saveTablePlan(tx, actor, { event, version: 0, plan, reread: true });
  if (!saved.ok) throw new Error(`demonstration: ${saved.reason}`);
  const problem = { guests: guests.length, rounds: tables.starts.map(() => sizes) };
  // Theory gives it at once: all 136 pairs meet (#domain/seating/constructions.ts).
  let looks = 0;
  const { seating } = seat(problem, { goOn: () => (looks += 1) < 3 });
  await writeSeats(
    tx,
    event,
    seating.flatMap((round, at) =>
      round.flatMap((people, table) =>
        people.map((guest) => ({
          ...{ round: at + 1, table: table + 1, pinned: false },
          registration: guests[guest]!.registration
        }))
      )
    )
  );
}
