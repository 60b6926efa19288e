import type { Actor } from '#domain/identity/model.ts';
import { animates, isMemberOf, isPerson, isReferentOf } from '#domain/identity/rules.ts';
import type { PlanPlace, SheetPlace } from './model.ts';

/** Leads a plan: sets it up, numbers, freezes, closes years. The animators of its territory. */
export function canLeadPlan(actor: Actor, plan: Pick<PlanPlace, 'territory'>): boolean {
  return animates(actor, plan.territory);
}

/** A draft is read by who leads it. */
export function canReadPlan(actor: Actor, plan: PlanPlace): boolean {
  if (canLeadPlan(actor, plan)) return true;
  if (plan.status === 'draft') return false;
  return plan.visibility === 'public' || isMemberOf(actor, plan.territory);
}

/** Named as a pilot, or answering for a structure that is. */
export function isPilotOf(actor: Actor, { pilots }: Pick<SheetPlace, 'pilots'>): boolean {
  return (
    pilots.structures.some((structure) => isReferentOf(actor, structure)) ||
    pilots.persons.some((person) => isPerson(actor, person))
  );
}

/** Pilots read their sheets even in a plan that is a draft: they write it. */
export function canReadSheet(actor: Actor, sheet: SheetPlace): boolean {
  if (canLeadPlan(actor, sheet.plan) || isPilotOf(actor, sheet)) return true;
  if (sheet.visibility === 'pilots' || !canReadPlan(actor, sheet.plan)) return false;
  return sheet.visibility === 'plan' || isMemberOf(actor, sheet.plan.territory);
}

/** Pilots write their sheets; who leads the plan writes them all. Nobody writes a plan that is closed. */
export function canWriteSheet(actor: Actor, sheet: SheetPlace): boolean {
  if (sheet.plan.status === 'closed') return false;
  return canLeadPlan(actor, sheet.plan) || isPilotOf(actor, sheet);
}

/** Members of the network comment and propose on what they read. */
export function canCommentSheet(actor: Actor, sheet: SheetPlace): boolean {
  if (sheet.plan.status === 'closed' || !canReadSheet(actor, sheet)) return false;
  return isMemberOf(actor, sheet.plan.territory) || isPilotOf(actor, sheet);
}

/** What is said of a sheet stays in the network: its members, its pilots and who leads the plan read it. */
export function canReadDiscussion(actor: Actor, sheet: SheetPlace): boolean {
  if (!canReadSheet(actor, sheet)) return false;
  return isMemberOf(actor, sheet.plan.territory) || isPilotOf(actor, sheet);
}
