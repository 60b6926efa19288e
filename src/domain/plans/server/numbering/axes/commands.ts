/** The axes of a plan: added, written, ordered, taken off and put back. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { Issue } from '#shared/errors.ts';
import type { ActionSheetId, AxisId, ObjectiveId, PlanId } from '#shared/ids.ts';
import type { RemovedAxis } from '../../../forms/branch.ts';
import type { BranchInput } from '../../../forms/plan.ts';
import type { Axis, Plan } from '../../../model.ts';
import { isSameBranch, moveIn, type Branch, type Move } from '../../../numbering.ts';
import { lockWrittenPlan, tracePlan } from '../../setup/rows/commands.ts';
import { keepVersions, orderAxes } from '../order/commands.ts';

export type BranchWritten<Id> =
  | { readonly ok: true; readonly id: Id }
  | { readonly ok: false; readonly reason: 'invalid'; readonly issues: readonly Issue[] }
  /** Somebody wrote it meanwhile: what she left. */
  | { readonly ok: false; readonly reason: 'changed'; readonly theirs: Branch }
  | { readonly ok: false; readonly reason: 'gone' }
  | SecondReadingRefusal;

/**
 * Adds an axis, after the others.
 * @throws NotFound, Forbidden unless the actor leads the plan, and it is not closed.
 */
export function createAxis(
  executor: Executor,
  actor: Actor,
  { plan: planId, input, reread = false }: { plan: PlanId; input: BranchInput; reread?: boolean }
): Promise<BranchWritten<AxisId>> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    const issues = tellTakenAxis(plan, input);
    if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
    const unread = refuseUnread({ summary: input.summary }, reread);
    if (unread) return unread;
    const id = await insertAxis(tx, plan.id, input, plan.axes.length + 1);
    await orderAxes(tx, [...plan.axes.map((axis) => axis.id), id]);
    await tracePlan(tx, actor, 'plan.axis.create', plan);
    return { ok: true, id };
  });
}

async function insertAxis(
  tx: Tx,
  plan: PlanId,
  { number, title, summary }: BranchInput,
  position: number
): Promise<AxisId> {
  const row = await tx
    .insertInto('plan_axis')
    .values({ plan_id: plan, number, title, summary, position })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id as AxisId;
}

/** Two axes of one plan have not one number; several may have none. */
function tellTakenAxis({ axes }: Plan, { number }: BranchInput, but?: AxisId): Issue[] {
  const same = axes.find((axis) => axis.id !== but && number !== '' && axis.number === number);
  if (!same) return [];
  return [
    { path: 'number', message: `le numéro ${number} est déjà celui de «\u00a0${same.title}\u00a0»` }
  ];
}

/**
 * Writes an axis again.
 * @param change.before - the axis as it was read: refused when somebody has written it meanwhile.
 * @throws NotFound, Forbidden
 */
export function updateAxis(
  executor: Executor,
  actor: Actor,
  { plan: planId, axis }: { plan: PlanId; axis: AxisId },
  { input, before, reread = false }: { input: BranchInput; before: Branch; reread?: boolean }
): Promise<BranchWritten<AxisId>> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    const found = plan.axes.find(({ id }) => id === axis);
    if (!found) return { ok: false, reason: 'gone' };
    if (!isSameBranch(found, before)) return { ok: false, reason: 'changed', theirs: found };
    const issues = tellTakenAxis(plan, input, axis);
    if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
    const unread = refuseUnread({ summary: input.summary }, reread);
    if (unread) return unread;
    const { number, title, summary } = input;
    await tx
      .updateTable('plan_axis')
      .set({ number, title, summary })
      .where('id', '=', axis)
      .execute();
    await tracePlan(tx, actor, 'plan.axis.update', plan);
    return { ok: true, id: axis };
  });
}

/**
 * Moves an axis by a rank, with what it holds. @returns false when it is no longer there.
 * @throws NotFound, Forbidden
 */
export function moveAxis(
  executor: Executor,
  actor: Actor,
  { plan: planId, axis }: { plan: PlanId; axis: AxisId },
  move: Move
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    const ids = plan.axes.map(({ id }) => id);
    await orderAxes(tx, moveIn(ids, axis, move));
    return ids.includes(axis);
  });
}

/**
 * Takes an axis off, with its objectives; its sheets stay in the plan, without an axis.
 * @returns what puts it back; null when it is no longer there.
 * @throws NotFound, Forbidden
 */
export function removeAxis(
  executor: Executor,
  actor: Actor,
  { plan: planId, axis }: { plan: PlanId; axis: AxisId }
): Promise<RemovedAxis | null> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    const rank = plan.axes.findIndex(({ id }) => id === axis);
    const found = plan.axes[rank];
    if (!found) return null;
    const { rows: sheets } = await sql<Held>`
      select id, objective_id as objective, removed_at is not null as removed from action_sheet
      where axis_id = ${axis} order by position, id`.execute(tx);
    await sql`update action_sheet set axis_id = null, objective_id = null where axis_id = ${axis}`.execute(
      tx
    );
    await tx.deleteFrom('plan_axis').where('id', '=', axis).execute();
    const live = sheets.filter(({ removed }) => !removed).map(({ id }) => id);
    await keepVersions(tx, actor, live, 'axe retiré');
    await tracePlan(tx, actor, 'plan.axis.remove', plan);
    return asRemoved(found, rank, sheets);
  });
}

interface Held {
  readonly id: ActionSheetId;
  readonly objective: ObjectiveId | null;
  readonly removed: boolean;
}

function asRemoved(axis: Axis, rank: number, sheets: readonly Held[]): RemovedAxis {
  const within = (objective: ObjectiveId | null) =>
    sheets.filter((sheet) => sheet.objective === objective).map(({ id }) => id);
  const { number, title, summary } = axis;
  return {
    ...{ number, title, summary, rank, sheets: within(null) },
    objectives: axis.objectives.map((objective, at) => ({
      ...{ number: objective.number, title: objective.title, summary: objective.summary },
      ...{ rank: at, sheets: within(objective.id) }
    }))
  };
}
