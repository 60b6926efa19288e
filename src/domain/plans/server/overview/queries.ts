/** What the pages of a plan are made of, beside its sheets. */
import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { ActionSheetId, PlanId } from '#shared/ids.ts';

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
