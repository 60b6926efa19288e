/** Where the sheets of a plan stand, and how they are called: placed, numbered again, taken off and put back. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { Issue } from '#shared/errors.ts';
import type { ActionSheetId, AxisId, ObjectiveId, PlanId } from '#shared/ids.ts';
import {
  decideNumbers,
  moveIn,
  placeIn,
  putAfter,
  tellTaken,
  type Move,
  type NumberChange
} from '../../../numbering.ts';
import { lockWrittenPlan, tracePlan } from '../../setup/rows/commands.ts';
import { keepVersion } from '../../versions/commands.ts';
import { keepVersions, orderSheets } from '../order/commands.ts';
import { listNumbers } from '../queries.ts';
import { writeNumbers } from './writing/commands.ts';

interface Refused {
  readonly ok: false;
  readonly reason: 'invalid';
  readonly issues: readonly Issue[];
}

export type Renumbered =
  | { readonly ok: true; readonly count: number }
  /** Paths are « 12.number », « 12.code »: the sheet and the field. */
  | Refused;

/**
 * Gives sheets other numbers and codes, all or none: two may exchange theirs. Their former addresses keep leading to them.
 * Refused where a number is taken, or where somebody gave another meanwhile.
 * @throws NotFound, Forbidden unless the actor leads the plan, and it is not closed.
 */
export function renumberSheets(
  executor: Executor,
  actor: Actor,
  planId: PlanId,
  changes: readonly NumberChange[]
): Promise<Renumbered> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    const { issues, changed } = decideNumbers(await listNumbers(tx, plan.id), changes);
    if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
    if (changed.length === 0) return { ok: true, count: 0 };
    await writeNumbers(tx, plan.id, changed);
    await keepVersions(
      tx,
      actor,
      changed.map(({ sheet }) => sheet),
      'numéro'
    );
    await tracePlan(tx, actor, 'plan.sheet.renumber', plan);
    return { ok: true, count: changed.length };
  });
}

/** Where a sheet is put. */
export interface SheetPut {
  readonly axis: AxisId | null;
  readonly objective: ObjectiveId | null;
  /** The one it comes after; null: first. One that is not there: last. */
  readonly after: ActionSheetId | null;
}

export type Placed =
  /** Where it was, to put it back. */
  | { readonly ok: true; readonly was: SheetPut }
  | { readonly ok: false; readonly reason: 'gone' }
  | Refused;

/**
 * Puts a sheet in an objective, in an axis, or in none, after another.
 * @throws NotFound, Forbidden
 */
export function placeSheet(
  executor: Executor,
  actor: Actor,
  { plan: planId, sheet }: { plan: PlanId; sheet: ActionSheetId },
  put: SheetPut
): Promise<Placed> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    const place = placeIn(plan, put);
    if (!place)
      return {
        ...{ ok: false, reason: 'invalid' },
        issues: [{ path: 'objective', message: 'cet objectif n’est plus dans ce plan' }]
      };
    const was = await findPlace(tx, plan.id, sheet);
    if (!was) return { ok: false, reason: 'gone' };
    const hasMoved = was.axis !== place.axis || was.objective !== place.objective;
    if (hasMoved)
      await tx
        .updateTable('action_sheet')
        .set({ axis_id: place.axis, objective_id: place.objective })
        .where('id', '=', sheet)
        .execute();
    const fellows = await listFellows(tx, plan.id, place);
    await orderSheets(tx, putAfter(fellows, sheet, put.after));
    if (hasMoved) await keepVersion(tx, actor, sheet, 'place');
    await tracePlan(tx, actor, 'plan.sheet.move', plan);
    return { ok: true, was };
  });
}

/**
 * Moves a sheet by a rank among those of its objective. @returns false when it is no longer there.
 * @throws NotFound, Forbidden
 */
export function moveSheet(
  executor: Executor,
  actor: Actor,
  { plan: planId, sheet }: { plan: PlanId; sheet: ActionSheetId },
  move: Move
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    const place = await findPlace(tx, plan.id, sheet);
    if (!place) return false;
    await orderSheets(tx, moveIn(await listFellows(tx, plan.id, place), sheet, move));
    return true;
  });
}

type Group = Pick<SheetPut, 'axis' | 'objective'>;

/** The sheets of one objective, of one axis outside its objectives, or of none, in their order. */
async function listFellows(
  tx: Tx,
  plan: PlanId,
  { axis, objective }: Group
): Promise<ActionSheetId[]> {
  const { rows } = await sql<{ id: ActionSheetId }>`
    select id from action_sheet where plan_id = ${plan} and removed_at is null
      and axis_id is not distinct from ${axis} and objective_id is not distinct from ${objective}
    order by position, id`.execute(tx);
  return rows.map(({ id }) => id);
}

async function findPlace(tx: Tx, plan: PlanId, sheet: ActionSheetId): Promise<SheetPut | null> {
  const { rows } = await sql<Group>`
    select axis_id as axis, objective_id as objective from action_sheet
    where id = ${sheet} and plan_id = ${plan} and removed_at is null`.execute(tx);
  if (!rows[0]) return null;
  const fellows = await listFellows(tx, plan, rows[0]);
  return { ...rows[0], after: fellows[fellows.indexOf(sheet) - 1] ?? null };
}

/**
 * Takes a sheet off a plan, with all that hangs from it: it is read no more, and comes back whole.
 * @returns false when it is no longer there.
 * @throws NotFound, Forbidden
 */
export function removeSheet(
  executor: Executor,
  actor: Actor,
  { plan: planId, sheet }: { plan: PlanId; sheet: ActionSheetId }
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    if (!(await findPlace(tx, plan.id, sheet))) return false;
    // Before, since a sheet that is off is read no more.
    await keepVersion(tx, actor, sheet, 'fiche retirée');
    await sql`update action_sheet set removed_at = now() where id = ${sheet}`.execute(tx);
    await tracePlan(tx, actor, 'plan.sheet.remove', plan);
    return true;
  });
}

/**
 * Puts a sheet back, under its number or another: its own may have been given meanwhile.
 * @throws NotFound, Forbidden
 */
export function restoreSheet(
  executor: Executor,
  actor: Actor,
  { plan: planId, sheet }: { plan: PlanId; sheet: ActionSheetId },
  asked: { readonly number: string; readonly code: string } | null = null
): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: 'gone' } | Refused> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    const removed = await tx
      .selectFrom('action_sheet')
      .select(['number', 'code'])
      .where('id', '=', sheet)
      .where('plan_id', '=', plan.id)
      .where('removed_at', 'is not', null)
      .executeTakeFirst();
    if (!removed) return { ok: false, reason: 'gone' };
    const issues = tellTaken(await listNumbers(tx, plan.id), asked ?? removed);
    if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
    if (asked) await writeNumbers(tx, plan.id, [{ sheet, before: removed, ...asked }]);
    await sql`update action_sheet set removed_at = null where id = ${sheet}`.execute(tx);
    await keepVersion(tx, actor, sheet, 'fiche remise');
    await tracePlan(tx, actor, 'plan.sheet.restore', plan);
    return { ok: true };
  });
}
