import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { MailId } from '#shared/ids.ts';
import { askDelivery } from './queue.ts';

/** Sends a message from the start, whatever it went through. @returns false when it has left that state meanwhile. */
export async function requeue(tx: Executor, id: MailId, from: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('mail_message')
    .set({
      status: 'queued',
      attempts: 0,
      claimed_by: '',
      sending_at: null,
      not_before: sql<Date>`now()`,
      last_error: ''
    })
    .where('id', '=', id)
    .where('status', '=', from)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) return false;
  await askDelivery(tx, id);
  return true;
}

/** Gives up a message that waits. @returns false when it is being sent already. */
export async function cancelQueued(tx: Executor, id: MailId): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('mail_message')
    .set({ status: 'cancelled', last_error: 'Annulé par l’administration.' })
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
