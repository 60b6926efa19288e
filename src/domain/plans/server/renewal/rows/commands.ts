/** Rows that closing a year writes: for the command that holds the plan and its sheets. */
import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import type { ActionSheetId, EventId, PlanId } from '#shared/ids.ts';
import type { SheetRenewal } from '../../../renewal/carrying.ts';
import { insertFunding } from '../../funding/commands.ts';

/** Writes what is carried of one sheet to the year after. @param next - that year. */
export async function carrySheet(tx: Tx, renewal: SheetRenewal, next: number): Promise<void> {
  const { sheet, dates, status, steps, funding } = renewal;
  if (dates || status)
    await tx
      .updateTable('action_sheet')
      .set({
        ...(dates && { starts_on: dates.to.startsOn, ends_on: dates.to.endsOn }),
        ...(status && { status: status.to })
      })
      .where('id', '=', sheet)
      .execute();
  if (steps.length > 0) {
    const { rows } = await sql<{ last: number }>`select coalesce(max(position), 0) as last
      from action_sheet_step where sheet_id = ${sheet}`.execute(tx);
    await tx
      .insertInto('action_sheet_step')
      .values(
        steps.map(({ title, dueOn, responsible }, at) => ({
          ...{ sheet_id: sheet, title, due_on: dueOn, responsible, renews_yearly: true },
          position: rows[0]!.last + 1 + at
        }))
      )
      .execute();
  }
  await insertFunding(
    tx,
    sheet,
    funding.map((line) => ({ ...line, year: next, actual: null, renewsYearly: true }))
  );
}

/** Keeps what was carried; what an earlier closing of this year had carried is kept besides. */
export async function keepCarried(
  tx: Tx,
  { plan, year, sheet }: { plan: PlanId; year: number; sheet: ActionSheetId },
  renewal: SheetRenewal | undefined,
  event: EventId | undefined
): Promise<void> {
  const { steps = [], funding = [], dates = null, status = null } = renewal ?? {};
  const carried = JSON.stringify({ steps, funding, dates, status });
  await sql`
    insert into plan_renewal as kept (plan_id, year, sheet_id, carried, event_id)
    values (${plan}, ${year}, ${sheet}, ${carried}::jsonb, ${event ?? null})
    on conflict (plan_id, year, sheet_id) do update set
      carried = excluded.carried || jsonb_build_object(
        'steps', coalesce(kept.carried -> 'steps', '[]') || (excluded.carried -> 'steps'),
        'funding', coalesce(kept.carried -> 'funding', '[]') || (excluded.carried -> 'funding'),
        'dates', coalesce(nullif(excluded.carried -> 'dates', 'null'), kept.carried -> 'dates'),
        'status', coalesce(nullif(excluded.carried -> 'status', 'null'), kept.carried -> 'status')),
      event_id = coalesce(excluded.event_id, kept.event_id)`.execute(tx);
}
