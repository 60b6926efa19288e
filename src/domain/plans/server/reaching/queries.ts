/** What the frame of every page of a plan reads: whether one may be there, and what one may do. */
import type { Actor } from '#domain/identity/model.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { PlanId } from '#shared/ids.ts';
import type { Plan } from '../../model.ts';
import {
  canCommentSheet,
  canLeadPlan,
  canReadPlan,
  canWriteSheet,
  isPilotOf
} from '../../rules.ts';
import type { ActionSheet } from '../../sheet.ts';
import { findFormerSheet } from '../numbering/queries.ts';
import { findPlan } from '../queries.ts';
import { findSheet, getSheet, listSheets, readBy } from '../sheets/queries.ts';

/** What an actor may do in a plan. */
export interface PlanAccess {
  /** Reads the plan itself, not only the sheets that she pilots in it. */
  readonly read: boolean;
  readonly lead: boolean;
  readonly member: boolean;
}

/**
 * A plan for whoever reads it, or pilots a sheet of it: pilots write their sheets before a plan is published.
 * @throws NotFound for anybody else.
 */
export async function reachPlan(
  db: Executor,
  actor: Actor,
  slug: string
): Promise<{ plan: Plan; may: PlanAccess }> {
  const plan = await findPlan(db, { slug });
  const read = plan !== null && canReadPlan(actor, plan.place);
  if (!plan || (!read && (await listSheets(db, actor, plan.id)).length === 0))
    throw new NotFound('Ce plan n’existe pas, ou n’est pas encore publié.');
  const { territory } = plan.place;
  return {
    plan,
    may: { read, lead: canLeadPlan(actor, plan.place), member: isMemberOf(actor, territory) }
  };
}

/** What an actor may do on a sheet that she reads. */
export interface SheetAccess {
  readonly write: boolean;
  readonly comment: boolean;
  /** Of the network, or its pilot: reads what is said of it, and how it changed. */
  readonly member: boolean;
}

export type Reached =
  | { readonly state: 'found'; readonly sheet: ActionSheet; readonly may: SheetAccess }
  /** Asked by a number it no longer has, or by its code. */
  | { readonly state: 'moved'; readonly slug: string };

/**
 * A sheet as its address names it, now or before it was numbered again.
 * @throws NotFound when there is none, or none she may read.
 */
export async function reachSheet(
  db: Executor,
  actor: Actor,
  plan: PlanId,
  slug: string
): Promise<Reached> {
  const found = await findSheet(db, { plan, slug });
  const former = found ? null : await findFormerSheet(db, plan, slug);
  if (former) return { state: 'moved', slug: (await getSheet(db, actor, { id: former.id })).slug };
  const sheet = readBy(actor, found);
  const { place } = sheet;
  const may = {
    write: canWriteSheet(actor, place),
    comment: canCommentSheet(actor, place),
    member: isMemberOf(actor, place.plan.territory) || isPilotOf(actor, place)
  };
  return { state: 'found', sheet, may };
}
