/** The objectives of an axis: added, written, ordered, moved to another axis, taken off. */
import { sql } from 'kysely';
import { refuseUnread } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { Issue } from '#shared/errors.ts';
import type { ActionSheetId, AxisId, ObjectiveId, PlanId } from '#shared/ids.ts';
import type { RemovedObjective } from '../../../forms/branch.ts';
import type { BranchInput } from '../../../forms/plan.ts';
import type { Axis, Objective, Plan } from '../../../model.ts';
import { isSameBranch, moveIn, type Branch, type Move } from '../../../numbering.ts';
import { lockWrittenPlan, tracePlan } from '../../setup/rows/commands.ts';
import type { BranchWritten } from '../axes/commands.ts';
import { keepVersions, orderObjectives } from '../order/commands.ts';

/**
 * Adds an objective to an axis, after the others.
 * @throws NotFound, Forbidden unless the actor leads the plan, and it is not closed.
 */
export function createObjective(
  executor: Executor,
  actor: Actor,
  { plan: planId, axis }: { plan: PlanId; axis: AxisId },
  { input, reread = false }: { input: BranchInput; reread?: boolean }
): Promise<BranchWritten<ObjectiveId>> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    const owner = plan.axes.find(({ id }) => id === axis);
    if (!owner) return { ok: false, reason: 'gone' };
    const issues = tellTakenObjective(plan, input);
    if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
    const unread = refuseUnread({ summary: input.summary }, reread);
    if (unread) return unread;
    const { number, title, summary } = input;
    const row = await tx
      .insertInto('plan_objective')
      .values({
        ...{ plan_id: plan.id, axis_id: axis, number, title, summary },
        position: owner.objectives.length + 1
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const id = row.id as ObjectiveId;
    await orderObjectives(tx, [...owner.objectives.map((one) => one.id), id]);
    await tracePlan(tx, actor, 'plan.objective.create', plan);
    return { ok: true, id };
  });
}

function tellTakenObjective({ axes }: Plan, { number }: BranchInput, but?: ObjectiveId): Issue[] {
  const same = axes
    .flatMap(({ objectives }) => objectives)
    .find((one) => one.id !== but && number !== '' && one.number === number);
  if (!same) return [];
  return [
    { path: 'number', message: `le numéro ${number} est déjà celui de «\u00a0${same.title}\u00a0»` }
  ];
}

interface Found {
  readonly owner: Axis;
  readonly objective: Objective;
  readonly rank: number;
}

function findIn({ axes }: Plan, id: ObjectiveId): Found | null {
  for (const owner of axes) {
    const rank = owner.objectives.findIndex((one) => one.id === id);
    if (rank !== -1) return { owner, objective: owner.objectives[rank]!, rank };
  }
  return null;
}

/**
 * Writes an objective again, and moves it to another axis with its sheets when told so.
 * @param change.before - the objective as it was read: refused when somebody has written it meanwhile.
 * @throws NotFound, Forbidden
 */
export function updateObjective(
  executor: Executor,
  actor: Actor,
  { plan: planId, objective: id }: { plan: PlanId; objective: ObjectiveId },
  change: { input: BranchInput; axis: AxisId; before: Branch; reread?: boolean }
): Promise<BranchWritten<ObjectiveId>> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    const found = findIn(plan, id);
    const target = plan.axes.find((axis) => axis.id === change.axis);
    if (!found || !target) return { ok: false, reason: 'gone' };
    if (!isSameBranch(found.objective, change.before))
      return { ok: false, reason: 'changed', theirs: found.objective };
    const issues = tellTakenObjective(plan, change.input, id);
    if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
    const unread = refuseUnread({ summary: change.input.summary }, change.reread ?? false);
    if (unread) return unread;
    const { number, title, summary } = change.input;
    await tx
      .updateTable('plan_objective')
      .set({ number, title, summary })
      .where('id', '=', id)
      .execute();
    if (target.id !== found.owner.id) await carryTo(tx, actor, target, id);
    await tracePlan(tx, actor, 'plan.objective.update', plan);
    return { ok: true, id };
  });
}

/** An objective and its sheets go to another axis, after what it holds. */
async function carryTo(tx: Tx, actor: Actor, target: Axis, id: ObjectiveId): Promise<void> {
  // A sheet names its objective and its axis together, and neither may be wrong for a moment: it lets go, then takes.
  const { rows } = await sql<{ id: ActionSheetId; live: boolean }>`
    update action_sheet set objective_id = null, axis_id = ${target.id} where objective_id = ${id}
    returning id, removed_at is null as live`.execute(tx);
  await tx
    .updateTable('plan_objective')
    .set({ axis_id: target.id, position: target.objectives.length + 1 })
    .where('id', '=', id)
    .execute();
  const ids = rows.map((row) => row.id);
  await sql`update action_sheet set objective_id = ${id} where id = any(${ids}::bigint[])`.execute(
    tx
  );
  await orderObjectives(tx, [...target.objectives.map((one) => one.id), id]);
  const live = rows.filter((row) => row.live).map((row) => row.id);
  await keepVersions(tx, actor, live, 'objectif déplacé');
}

/**
 * Moves an objective by a rank within its axis. @returns false when it is no longer there.
 * @throws NotFound, Forbidden
 */
export function moveObjective(
  executor: Executor,
  actor: Actor,
  { plan: planId, objective }: { plan: PlanId; objective: ObjectiveId },
  move: Move
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    const found = findIn(plan, objective);
    if (!found) return false;
    const ids = found.owner.objectives.map(({ id }) => id);
    await orderObjectives(tx, moveIn(ids, objective, move));
    return true;
  });
}

/**
 * Takes an objective off; its sheets stay in its axis. @returns what puts it back; null when it is no longer there.
 * @throws NotFound, Forbidden
 */
export function removeObjective(
  executor: Executor,
  actor: Actor,
  { plan: planId, objective: id }: { plan: PlanId; objective: ObjectiveId }
): Promise<RemovedObjective | null> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    const found = findIn(plan, id);
    if (!found) return null;
    const { rows } = await sql<{ id: ActionSheetId; live: boolean }>`
      update action_sheet set objective_id = null where objective_id = ${id}
      returning id, removed_at is null as live`.execute(tx);
    await tx.deleteFrom('plan_objective').where('id', '=', id).execute();
    const live = rows.filter((row) => row.live).map((row) => row.id);
    await keepVersions(tx, actor, live, 'objectif retiré');
    await tracePlan(tx, actor, 'plan.objective.remove', plan);
    const { number, title, summary } = found.objective;
    const sheets = rows.map((row) => row.id);
    return { ...{ number, title, summary, rank: found.rank, sheets }, axis: found.owner.id };
  });
}
