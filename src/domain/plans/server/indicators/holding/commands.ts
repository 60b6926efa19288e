/** What commands that change an indicator begin and end with: it is a sheet’s, or the plan’s as a whole. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Tx } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { ActionSheetId, IndicatorId, PlanId } from '#shared/ids.ts';
import type { PlanPlace } from '../../../model.ts';
import type { ActionSheet } from '../../../sheet.ts';
import { endChange, holdSheet } from '../../holding/commands.ts';
import { getLedPlan } from '../../queries.ts';

export interface HeldPlace {
  readonly plan: PlanId;
  readonly place: PlanPlace;
  /** Null: the plan as a whole. */
  readonly sheet: ActionSheet | null;
  readonly closedYears: readonly number[];
}

/**
 * Holds the plan as a whole while its years are not closed nor opened, then the sheet: of two people at once on the same
 * indicators, the second reads what the first wrote.
 * @throws NotFound, Forbidden unless the actor writes the sheet, or leads the plan, and the plan is not over.
 */
export async function holdPlace(
  tx: Tx,
  actor: Actor,
  { plan, sheet }: { readonly plan: PlanId; readonly sheet: ActionSheetId | null }
): Promise<HeldPlace> {
  if (sheet !== null) {
    await sql`select from plan where id = ${plan} for share`.execute(tx);
    const held = await holdSheet(tx, actor, sheet);
    if (held.place.plan.id !== plan) throw new Forbidden('Cette fiche est d’un autre plan.');
    return { plan, place: held.place.plan, sheet: held, closedYears: await listClosed(tx, plan) };
  }
  await sql`select from plan where id = ${plan} for no key update`.execute(tx);
  const led = await getLedPlan(tx, actor, { id: plan });
  if (led.status === 'closed') throw new Forbidden('Ce plan est clos\u00a0: il ne s’écrit plus.');
  return { plan, place: led.place, sheet: null, closedYears: led.closedYears };
}

async function listClosed(tx: Tx, plan: PlanId): Promise<number[]> {
  const rows = await tx
    .selectFrom('plan_year')
    .select('year')
    .where('plan_id', '=', plan)
    .orderBy('year')
    .execute();
  return rows.map(({ year }) => year);
}

/** Ends what was changed of an indicator: a version of its sheet is kept, and the trace of who did it. */
export async function endIndicatorChange(
  tx: Tx,
  actor: Actor,
  { sheet, place }: HeldPlace,
  did: { readonly action: string; readonly id: IndicatorId; readonly label: string }
): Promise<void> {
  const { action, id, label } = did;
  const detail = { indicator: id };
  if (sheet) {
    await endChange(tx, actor, sheet, { action, change: 'indicateurs', detail });
    return;
  }
  await recordAudit(tx, actor, {
    ...{ action, target: { kind: 'indicator', id, label } },
    ...{ territory: place.territory, detail: { plan: place.id } }
  });
}
