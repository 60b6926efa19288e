/** Axes and objectives that were taken off are put back where they were, with the sheets that nobody has placed since. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { ActionSheetId, AxisId, ObjectiveId, PlanId } from '#shared/ids.ts';
import type { RemovedAxis, RemovedObjective } from '../../../forms/branch.ts';
import type { Plan } from '../../../model.ts';
import { lockWrittenPlan, tracePlan } from '../../setup/rows/commands.ts';
import { keepVersions, orderAxes, orderObjectives } from '../order/commands.ts';

export type PutBack<Id> =
  /** `renumbered`: its number was given to another meanwhile, and it has none. */
  | { readonly ok: true; readonly id: Id; readonly renumbered: boolean }
  /** The axis of an objective is no longer there. */
  | { readonly ok: false; readonly reason: 'gone' };

/**
 * Puts an axis back with its objectives; its sheets come back to it, but those placed elsewhere meanwhile.
 * @throws NotFound, Forbidden
 */
export function restoreAxis(
  executor: Executor,
  actor: Actor,
  planId: PlanId,
  removed: RemovedAxis
): Promise<PutBack<AxisId>> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    const isTaken = plan.axes.some(({ number }) => number !== '' && number === removed.number);
    const row = await tx
      .insertInto('plan_axis')
      .values({
        ...{ plan_id: plan.id, number: isTaken ? '' : removed.number, title: removed.title },
        ...{ summary: removed.summary, position: removed.rank + 1 }
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const axis = row.id as AxisId;
    await orderAxes(tx, plan.axes.map(({ id }) => id).toSpliced(removed.rank, 0, axis));
    const back = await takeBack(tx, plan.id, removed.sheets, { from: null, axis, objective: null });
    for (const objective of removed.objectives)
      back.push(...(await bringObjective(tx, plan, { ...objective, axis })).sheets);
    await keepVersions(tx, actor, back, 'axe remis');
    await tracePlan(tx, actor, 'plan.axis.restore', plan);
    return { ok: true, id: axis, renumbered: isTaken };
  });
}

/**
 * Puts an objective back in its axis, with the sheets that are still in it without an objective.
 * @throws NotFound, Forbidden
 */
export function restoreObjective(
  executor: Executor,
  actor: Actor,
  planId: PlanId,
  removed: RemovedObjective
): Promise<PutBack<ObjectiveId>> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    const axis = plan.axes.find(({ id }) => id === removed.axis);
    if (!axis) return { ok: false, reason: 'gone' };
    const made = await bringObjective(tx, plan, { ...removed, axis: axis.id, from: axis.id });
    await orderObjectives(
      tx,
      axis.objectives.map(({ id }) => id).toSpliced(removed.rank, 0, made.id)
    );
    await keepVersions(tx, actor, made.sheets, 'objectif remis');
    await tracePlan(tx, actor, 'plan.objective.restore', plan);
    return { ok: true, id: made.id, renumbered: made.isTaken };
  });
}

async function bringObjective(
  tx: Tx,
  plan: Plan,
  removed: Omit<RemovedObjective, 'axis'> & { axis: AxisId; from?: AxisId }
): Promise<{ id: ObjectiveId; isTaken: boolean; sheets: ActionSheetId[] }> {
  const { axis, from = null, number, title, summary, rank } = removed;
  const isTaken = plan.axes.some(({ objectives }) =>
    objectives.some((one) => one.number !== '' && one.number === number)
  );
  const row = await tx
    .insertInto('plan_objective')
    .values({
      ...{ plan_id: plan.id, axis_id: axis, number: isTaken ? '' : number, title, summary },
      position: rank + 1
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const id = row.id as ObjectiveId;
  const sheets = await takeBack(tx, plan.id, removed.sheets, { from, axis, objective: id });
  return { id, isTaken, sheets };
}

/** Sheets go back to where they were, those alone that are still where the removal left them. @returns the live ones. */
async function takeBack(
  tx: Tx,
  plan: PlanId,
  sheets: readonly ActionSheetId[],
  { from, axis, objective }: { from: AxisId | null; axis: AxisId; objective: ObjectiveId | null }
): Promise<ActionSheetId[]> {
  const { rows } = await sql<{ id: ActionSheetId; live: boolean }>`
    update action_sheet set axis_id = ${axis}, objective_id = ${objective}
    where id = any(${sheets}::bigint[]) and plan_id = ${plan} and objective_id is null
      and axis_id is not distinct from ${from}
    returning id, removed_at is null as live`.execute(tx);
  return rows.filter(({ live }) => live).map(({ id }) => id);
}
