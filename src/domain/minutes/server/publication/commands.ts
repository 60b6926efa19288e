/** From a draft to what people read, and back. */
import { actorLabel, type Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId } from '#shared/ids.ts';
import { isBlank, type Audience } from '../../model.ts';
import { lockMinutes, traceMinutes } from '../writing/commands.ts';

export type Validated =
  | { readonly ok: true }
  /** `changed`: somebody wrote since they were read; they are to be read again. */
  | { readonly ok: false; readonly reason: 'empty' | 'changed' | 'hidden' };

/**
 * Freezes the minutes, and says who reads them from now on. Validating twice keeps the first.
 * @param input.seen - when they were last changed, as the page that was read said it.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export function validateMinutes(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { audience, seen }: { readonly audience: Audience; readonly seen: number },
  now: Date
): Promise<Validated> {
  return inTransaction(executor, async (tx) => {
    const { event, minutes } = await lockMinutes(tx, actor, id);
    if (minutes.status === 'validated') return { ok: true };
    if (isBlank(minutes)) return { ok: false, reason: 'empty' };
    if (minutes.textsHidden) return { ok: false, reason: 'hidden' };
    if ((minutes.updatedAt?.getTime() ?? 0) !== seen) return { ok: false, reason: 'changed' };
    await tx
      .updateTable('minutes')
      .set({ status: 'validated', audience, validated_at: now, validated_by: actorLabel(actor) })
      .where('event_id', '=', id)
      .execute();
    await traceMinutes(tx, actor, 'minutes.validate', event, { audience });
    return { ok: true };
  });
}

/**
 * Opens validated minutes again: nobody but who writes them reads them until they are validated anew, and then they may
 * be sent anew. The trace stays. @throws NotFound, Forbidden unless the actor manages the edition.
 */
export function reopenMinutes(executor: Executor, actor: Actor, id: EventId): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const { event, minutes } = await lockMinutes(tx, actor, id);
    if (minutes.status === 'draft') return;
    await tx
      .updateTable('minutes')
      .set({ status: 'draft', validated_at: null, validated_by: '', sent_at: null })
      .where('event_id', '=', id)
      .execute();
    await traceMinutes(tx, actor, 'minutes.reopen', event, { validatedBy: minutes.validatedBy });
  });
}

/** Changes who reads them. @throws NotFound, Forbidden unless the actor manages the edition. */
export function publishMinutes(
  executor: Executor,
  actor: Actor,
  id: EventId,
  audience: Audience
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const { event, minutes } = await lockMinutes(tx, actor, id);
    if (minutes.audience === audience) return;
    await tx.updateTable('minutes').set({ audience }).where('event_id', '=', id).execute();
    await traceMinutes(tx, actor, 'minutes.publish', event, { audience });
  });
}
