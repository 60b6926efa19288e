import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId } from '#shared/ids.ts';
import type { BudgetLine } from '../../budget.ts';
import { lockManaged, traceEvent } from '../rows/commands.ts';
import { readBudget } from './queries.ts';

/** stale: somebody changed the budget since it was read; `stamp` is that of what is there now. */
export type BudgetOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'stale'; readonly stamp: string }
  | SecondReadingRefusal;

/**
 * Writes the lines of a budget, whole.
 * @param input.stamp - of the budget as it was read: another one's work is never written over unknowingly.
 * @throws Forbidden, NotFound
 */
export function saveBudget(
  executor: Executor,
  actor: Actor,
  eventId: EventId,
  input: {
    readonly lines: readonly BudgetLine[];
    readonly stamp: string;
    readonly reread: boolean;
  }
): Promise<BudgetOutcome> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, eventId);
    const { stamp } = await readBudget(tx, event.id);
    if (stamp !== input.stamp) return { ok: false, reason: 'stale', stamp };
    const texts = input.lines.map(({ label, note }) => [label, `${label}. ${note}`] as const);
    const unread = refuseUnread(Object.fromEntries(texts), input.reread);
    if (unread) return unread;
    await tx.deleteFrom('event_budget_line').where('event_id', '=', event.id).execute();
    if (input.lines.length > 0)
      await tx
        .insertInto('event_budget_line')
        .values(
          input.lines.map((line, position) => ({
            ...{ event_id: event.id, kind: line.kind, label: line.label, note: line.note },
            ...{ planned_cents: line.plannedCents, actual_cents: line.actualCents, position }
          }))
        )
        .execute();
    await traceEvent(tx, actor, 'budget.update', event);
    return { ok: true };
  });
}
