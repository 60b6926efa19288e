import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import type { BudgetLine } from '../../budget.ts';
import { getManagedEventById } from '../queries.ts';

export interface Budget {
  readonly lines: readonly BudgetLine[];
  /** Of the lines as they were read: moves when somebody changes any. */
  readonly stamp: string;
}

/** What an edition costs, for those who manage it alone. @throws NotFound, Forbidden */
export async function getBudget(db: Executor, actor: Actor, event: EventId): Promise<Budget> {
  await getManagedEventById(db, actor, event);
  return readBudget(db, event);
}

/** The lines in their order: who may read them has been decided. */
export async function readBudget(db: Executor, event: EventId): Promise<Budget> {
  const { rows } = await sql<BudgetLine>`
    select kind, label, planned_cents as "plannedCents", actual_cents as "actualCents", note
    from event_budget_line where event_id = ${event} order by kind, position, id`.execute(db);
  const stamp = createHash('sha256').update(JSON.stringify(rows)).digest('base64url').slice(0, 22);
  return { lines: rows, stamp };
}
