import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { acceptMail } from '#server/mail/refusals.ts';
import { cancelQueued, requeue } from '#server/mail/steering.ts';
import { Forbidden } from '#shared/errors.ts';
import type { MailId } from '#shared/ids.ts';
import type { Actor } from '../../model.ts';
import { actionsOn, mailKindLabel, type MailAction } from '../../outbox.ts';
import { runsInstance } from '../../rules.ts';
import { recordAudit } from '../audit/commands.ts';
import { getOutboxMail } from './queries.ts';

export type Steering = { readonly ok: true } | { readonly ok: false; readonly reason: 'moved-on' };

const TRACES = {
  retry: 'mail.retry',
  'send-again': 'mail.send-again',
  cancel: 'mail.cancel'
} as const;

/**
 * Sends a failed message again, sends again one that may have arrived, or cancels one that waits.
 * @returns `moved-on` when the message is no longer in the state that allows it.
 * @throws Forbidden unless the actor runs the instance; NotFound
 */
export async function steerMail(
  db: Database,
  actor: Actor,
  id: MailId,
  action: MailAction
): Promise<Steering> {
  return inTransaction(db, async (tx) => {
    const mail = await getOutboxMail(tx, actor, id);
    if (!actionsOn(mail).includes(action)) return { ok: false, reason: 'moved-on' };
    const done =
      action === 'cancel' ? await cancelQueued(tx, id) : await requeue(tx, id, mail.status);
    if (!done) return { ok: false, reason: 'moved-on' };
    // The kind, not the subject: a subject may name somebody.
    const target = { kind: 'mail', id, label: mailKindLabel(mail.kind) };
    await recordAudit(tx, actor, { action: TRACES[action], target });
    return { ok: true };
  });
}

/**
 * Lets an address that came back, or unsubscribed, be written to again.
 * @throws Forbidden unless the actor runs the instance; NotFound
 */
export async function liftRefusal(db: Database, actor: Actor, id: MailId): Promise<void> {
  if (!runsInstance(actor))
    throw new Forbidden('Les courriels sont réservés à l’administration de Maillage.');
  await inTransaction(db, async (tx) => {
    const { recipient, refusal, kind } = await getOutboxMail(tx, actor, id);
    if (!refusal) return;
    await acceptMail(tx, recipient, refusal.kind);
    const target = { kind: 'mail', id, label: mailKindLabel(kind) };
    await recordAudit(tx, actor, { action: 'mail.lift-refusal', target });
  });
}
