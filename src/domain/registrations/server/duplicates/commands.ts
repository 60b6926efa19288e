import { actorLabel, type Actor } from '#domain/identity/model.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { writeTraces } from '../places/ledger/commands.ts';

/**
 * Says that two registrations are two people: the pair is not shown again.
 * @throws NotFound when one is not of the edition; NotFound, Forbidden unless the actor manages it.
 */
export async function keepBoth(
  executor: Executor,
  actor: Actor,
  id: EventId,
  [first, second]: readonly [RegistrationId, RegistrationId],
  now: Date
): Promise<void> {
  await getManagedEventById(executor, actor, id);
  await inTransaction(executor, async (tx) => {
    const found = await tx
      .selectFrom('registration')
      .select('id')
      .where('event_id', '=', id)
      .where('id', 'in', [first, second])
      .execute();
    if (found.length < 2) throw new NotFound('Une de ces inscriptions n’existe plus.');
    const trace = { registration: first, action: 'distinct', detail: { other: second } };
    await writeTraces(tx, id, actorLabel(actor), [trace], now);
  });
}
