import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId, ProgrammeSessionId } from '#shared/ids.ts';
import { getManagedEventById } from '../../queries.ts';

/**
 * Places of several sessions of an edition at once; null: as many as wish. The database refuses fewer than are taken:
 * ask before, under the lock of the desk.
 * @throws NotFound, Forbidden
 */
export function setSessionCapacities(
  executor: Executor,
  actor: Actor,
  id: EventId,
  capacities: readonly { session: ProgrammeSessionId; capacity: number | null }[]
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const event = await getManagedEventById(tx, actor, id);
    for (const { session, capacity } of capacities)
      await tx
        .updateTable('programme_session')
        .set((eb) => ({ capacity, version: eb('version', '+', 1) }))
        .where('id', '=', session)
        .where('event_id', '=', id)
        .where('chosen', '=', true)
        .execute();
    await recordAudit(tx, actor, {
      action: 'session.capacity',
      target: { kind: 'event', id, label: event.title },
      territory: event.place.territory,
      detail: { sessions: capacities.map(({ session }) => session) }
    });
  });
}
