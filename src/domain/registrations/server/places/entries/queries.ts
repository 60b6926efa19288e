import type { Executor } from '#server/db/connection.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import type { RegistrationStatus } from '../../../model.ts';

/** The registration of an address, whatever became of it. */
export async function findEntry(
  executor: Executor,
  event: EventId,
  email: string
): Promise<{ id: RegistrationId; status: RegistrationStatus } | null> {
  const row = await executor
    .selectFrom('registration')
    .select(['id', 'status'])
    .where('event_id', '=', event)
    .where('email', '=', email)
    .executeTakeFirst();
  return row ? { id: row.id as RegistrationId, status: row.status as RegistrationStatus } : null;
}
