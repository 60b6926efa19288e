import { actorLabel, type Actor } from '#domain/identity/model.ts';
import type { Tx } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import type { MessageInput, MessageKind } from '../../../messages.ts';

interface Draft extends MessageInput {
  readonly kind: MessageKind;
  /** To whom, as it was asked: filters, never addresses. */
  readonly audience: Readonly<Record<string, unknown>>;
}

/** Keeps a message that is being sent, in the transaction that sends it; `close` says to how many it went. */
export async function writeMessage(
  tx: Tx,
  actor: Actor,
  event: EventId,
  { kind, subject, body, audience }: Draft
): Promise<{ readonly id: number; close(recipients: number): Promise<void> }> {
  const { id } = await tx
    .insertInto('event_message')
    .values({
      event_id: event,
      kind,
      subject,
      body,
      audience: JSON.stringify(audience),
      sent_by: actorLabel(actor)
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return {
    id,
    async close(recipients) {
      await tx.updateTable('event_message').set({ recipients }).where('id', '=', id).execute();
    }
  };
}
