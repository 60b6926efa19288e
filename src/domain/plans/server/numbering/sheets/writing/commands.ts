import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import type { PlanId } from '#shared/ids.ts';
import { slugOfNumber, type NumberChange } from '../../../../numbering.ts';

/**
 * Writes numbers that were decided, and keeps those they replace. For commands of the plan, under its lock: two sheets may
 * exchange their numbers, which one statement cannot do, so that all let go of theirs before any takes another.
 */
export async function writeNumbers(
  tx: Tx,
  plan: PlanId,
  changes: readonly NumberChange[]
): Promise<void> {
  const ids = changes.map(({ sheet }) => sheet);
  await sql`insert into action_sheet_former (sheet_id, plan_id, number, code, slug)
    select id, plan_id, number, code, slug from action_sheet
    where id = any(${ids}::bigint[]) and plan_id = ${plan}`.execute(tx);
  await sql`update action_sheet set slug = 'entre-deux-' || id, code = ''
    where id = any(${ids}::bigint[]) and plan_id = ${plan}`.execute(tx);
  const numbers = changes.map(({ number }) => number);
  const codes = changes.map(({ code }) => code);
  const slugs = numbers.map(slugOfNumber);
  await sql`update action_sheet x set number = v.number, code = v.code, slug = v.slug
    from unnest(${ids}::bigint[], ${numbers}::text[], ${codes}::text[], ${slugs}::text[]) v (id, number, code, slug)
    where x.id = v.id and x.plan_id = ${plan}`.execute(tx);
  // What it is called again is no former name of it.
  await sql`delete from action_sheet_former o using action_sheet f
    where o.sheet_id = f.id and f.id = any(${ids}::bigint[]) and o.slug = f.slug and o.code = f.code`.execute(
    tx
  );
}
