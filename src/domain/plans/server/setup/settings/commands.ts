/** What is said of a plan as a whole; its status; a draft that is given up. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { PlanId } from '#shared/ids.ts';
import type { PlanInput } from '../../../forms/plan.ts';
import type { Plan, PlanStatus } from '../../../model.ts';
import { lockLedPlan, lockWrittenPlan, tracePlan, writeSignatories } from '../rows/commands.ts';

export type PlanUpdated =
  | { readonly ok: true; readonly version: number }
  /** Somebody else saved meanwhile: what she left is in the database, what was typed is with the caller. */
  | { readonly ok: false; readonly reason: 'changed'; readonly theirs: Plan }
  | SecondReadingRefusal;

/**
 * Writes what is said of a plan, whole, with its signatories.
 * @param change.version - the version that was read before changing it.
 * @throws NotFound, Forbidden unless the actor leads it, and it is not closed.
 */
export function updatePlan(
  executor: Executor,
  actor: Actor,
  id: PlanId,
  { input, version, reread = false }: { input: PlanInput; version: number; reread?: boolean }
): Promise<PlanUpdated> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, id);
    if (plan.version !== version) return { ok: false, reason: 'changed', theirs: plan };
    const { summary, contact } = input;
    const unread = refuseUnread({ summary, contact }, reread);
    if (unread) return unread;
    await tx
      .updateTable('plan')
      .set({
        ...{ title: input.title, short_title: input.shortTitle, kind: input.kind },
        ...{ summary, contact, sheet_word: input.sheetWord, visibility: input.visibility },
        ...{ starts_on: input.startsOn, ends_on: input.endsOn },
        ...{ version: plan.version + 1, updated_at: sql`now()` }
      })
      .where('id', '=', id)
      .execute();
    await writeSignatories(tx, id, input.signatories);
    await tracePlan(tx, actor, 'plan.update', plan);
    return { ok: true, version: plan.version + 1 };
  });
}

/**
 * Publishes a plan, closes it, opens it again, or makes it a draft again: nothing of it is lost either way.
 * @returns what it was.
 * @throws NotFound, Forbidden
 */
export function setPlanStatus(
  executor: Executor,
  actor: Actor,
  id: PlanId,
  status: PlanStatus
): Promise<PlanStatus> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockLedPlan(tx, actor, id);
    if (plan.status === status) return plan.status;
    await tx
      .updateTable('plan')
      .set({ status, updated_at: sql`now()` })
      .where('id', '=', id)
      .execute();
    await tracePlan(tx, actor, `plan.${STEPS[status]}`, plan);
    return plan.status;
  });
}

const STEPS: Record<PlanStatus, string> = { draft: 'draft', active: 'publish', closed: 'close' };

/**
 * Gives up a draft in which no sheet stands; those that were taken off go with it.
 * @throws NotFound, Forbidden
 */
export function deleteDraftPlan(
  executor: Executor,
  actor: Actor,
  id: PlanId
): Promise<
  { readonly ok: true } | { readonly ok: false; readonly reason: 'not-draft' | 'sheets' }
> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockLedPlan(tx, actor, id);
    if (plan.status !== 'draft') return { ok: false, reason: 'not-draft' };
    if (plan.sheetCount > 0) return { ok: false, reason: 'sheets' };
    await tx.deleteFrom('plan').where('id', '=', id).execute();
    await tracePlan(tx, actor, 'plan.delete', plan);
    return { ok: true };
  });
}
