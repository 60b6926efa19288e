import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { PlanId } from '#shared/ids.ts';

/** How many sheets of a plan, removed ones included, have something written in each heading. */
export async function countWritten(db: Executor, plan: PlanId): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; sheets: number }>`
    select t.key, count(*)::int as sheets
    from action_sheet f, jsonb_each(f.texts) t
    where f.plan_id = ${plan} and t.value <> '[]' and t.value <> '""'
    group by t.key`.execute(db);
  return new Map(rows.map(({ key, sheets }) => [key, sheets]));
}

/** Every key under which something was ever written in a plan: in its sheets, or in a version of one. */
export async function listUsedKeys(db: Executor, plan: PlanId): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select jsonb_object_keys(texts) as key from action_sheet where plan_id = ${plan}
    union
    select jsonb_object_keys(v.document->'texts') from action_sheet_version v
      join action_sheet f on f.id = v.sheet_id where f.plan_id = ${plan}`.execute(db);
  return rows.map(({ key }) => key);
}
