import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { ActionSheetId, PlanId } from '#shared/ids.ts';
import { placeIn, type Numbered } from '../../../numbering.ts';
import { lockWrittenPlan } from '../../setup/rows/commands.ts';
import { placeSheet, renumberSheets, type Placed, type SheetPut } from '../sheets/commands.ts';

/** Where a sheet was, and how it was called. */
export interface SheetWas extends Numbered {
  readonly put: SheetPut;
}

export type Arranged =
  { readonly ok: true; readonly was: SheetWas } | Extract<Placed, { ok: false }>;

/**
 * Gives a sheet its number and its place at once, both or neither.
 * @param told.before - its number and code as they were read.
 * @returns what puts it back.
 * @throws NotFound, Forbidden unless the actor leads the plan, and it is not closed.
 */
export function arrangeSheet(
  executor: Executor,
  actor: Actor,
  { plan: planId, sheet }: { plan: PlanId; sheet: ActionSheetId },
  { before, number, code, put }: SheetWas & { readonly before: Numbered }
): Promise<Arranged> {
  return inTransaction(executor, async (tx) => {
    const plan = await lockWrittenPlan(tx, actor, planId);
    // Asked before anything is written: a place that is no longer there must not leave half of it done.
    if (placeIn(plan, put)) {
      const change = { sheet, before, number, code };
      const numbered = await renumberSheets(tx, actor, plan.id, [change]);
      if (!numbered.ok) return numbered;
    }
    const placed = await placeSheet(tx, actor, { plan: plan.id, sheet }, put);
    return placed.ok ? { ok: true, was: { ...before, put: placed.was } } : placed;
  });
}
