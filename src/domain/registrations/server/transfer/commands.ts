import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import type { ExportFormat } from '../../transfer.ts';

/**
 * Keeps the trace of a list of registrations taken away.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function recordRegistrationsExport(
  executor: Executor,
  actor: Actor,
  id: EventId,
  detail: { readonly format: ExportFormat; readonly count: number; readonly needs: boolean }
): Promise<void> {
  const event = await getManagedEventById(executor, actor, id);
  await recordAudit(executor, actor, {
    action: 'registrations.export',
    target: { kind: 'event', id, label: event.title },
    territory: event.territory.id,
    detail
  });
}
