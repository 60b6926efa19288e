import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import { getWelcomedEvent } from '../attendance/queries.ts';

/** What is printed of the people of an edition. */
export type Printed = 'badges' | 'attendance-sheet' | 'certificates' | 'table-plan';

/**
 * Keeps the trace of a list of people put on paper; the last one of badges is what « since the last printing » counts
 * from.
 * @throws NotFound. @throws Forbidden unless the actor welcomes.
 */
export async function recordPrinting(
  executor: Executor,
  actor: Actor,
  id: EventId,
  what: Printed,
  detail: { readonly count: number; readonly partial?: boolean; readonly late?: boolean }
): Promise<void> {
  const event = await getWelcomedEvent(executor, actor, id);
  await recordAudit(executor, actor, {
    action: `${what}.print`,
    target: { kind: 'event', id, label: event.title },
    territory: event.territory.id,
    detail: { ...detail }
  });
}
