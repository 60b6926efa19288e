/** What the pages of a plan are made of, beside its sheets. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ActionSheetId, PersonId, PlanId, StructureId } from '#shared/ids.ts';
import type { PlanPlace, SheetVisibility } from '../../model.ts';
import { countStatuses, type Tally } from '../../progress.ts';
import { canReadSheet } from '../../rules.ts';
import type { SheetStatus } from '../../sheet.ts';
import { PILOT_PERSONS, PILOT_STRUCTURES } from '../sheets/columns/queries.ts';

/**
 * The sheets of a plan that intervene in a commune: those whose perimeter holds it, and those that say nothing of theirs
 * when the territory of the plan holds it. A perimeter that is not known holds nothing.
 * @param commune - a current code.
 */
export async function listSheetsIn(
  db: Executor,
  plan: PlanId,
  commune: string
): Promise<Set<ActionSheetId>> {
  const { rows } = await sql<{ id: ActionSheetId }>`
    select f.id from action_sheet f join plan p on p.id = f.plan_id join territory t on t.id = p.territory_id
    join perimeter x on x.id = coalesce(f.perimeter_id, t.perimeter_id)
    where f.plan_id = ${plan} and f.removed_at is null and (x.certainty = 'everywhere'
      or exists (select from perimeter_commune pc where pc.perimeter_id = x.id and pc.commune_code = ${commune}))`.execute(
    db
  );
  return new Set(rows.map(({ id }) => id));
}

/** How many sheets an actor reads of each of these plans, by status. One statement for one plan as for fifty. */
export async function countSheets(
  db: Executor,
  actor: Actor,
  plans: readonly PlanPlace[]
): Promise<Map<PlanId, Tally['statuses']>> {
  const { rows } = await sql<Placed>`
    select f.id, f.plan_id as "planId", f.status, f.visibility,
      ${PILOT_STRUCTURES} as structures, ${PILOT_PERSONS} as persons
    from action_sheet f
    where f.plan_id = any(${plans.map(({ id }) => id)}::bigint[]) and f.removed_at is null`.execute(
    db
  );
  return new Map(
    plans.map((plan) => {
      const own = rows
        .filter(({ planId }) => planId === plan.id)
        .filter(({ id, visibility, structures, persons }) =>
          canReadSheet(actor, { id, plan, visibility, pilots: { structures, persons } })
        );
      return [plan.id, countStatuses(own)];
    })
  );
}

interface Placed {
  readonly id: ActionSheetId;
  readonly planId: PlanId;
  readonly status: SheetStatus;
  readonly visibility: SheetVisibility;
  readonly structures: StructureId[];
  readonly persons: PersonId[];
}
