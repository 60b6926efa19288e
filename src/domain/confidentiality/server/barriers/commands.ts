import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Database, Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { allow } from '#server/throttle.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { BARRIER_LIMITS, type BarrierInput } from '../../barrier.ts';
import { refuseUnread, type SecondReadingRefusal } from '../../rules.ts';
import { barrierMail } from './mails.ts';
import { listBarrierReaders } from './queries.ts';

export type BarrierOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'too-many' }
  | SecondReadingRefusal;

/**
 * Keeps what keeps somebody from using Maillage, and writes it to who must correct it. Who she is is not asked: with an
 * account or without, nothing is kept of her but the address she may leave.
 * @param sender.address - IP address, counted and not kept.
 * @param sender.reread - the author ticked « J’ai relu ».
 */
export async function reportBarrier(
  db: Database,
  input: BarrierInput,
  sender: { readonly address: string; readonly reread: boolean }
): Promise<BarrierOutcome> {
  const { page, happened, used, email } = input;
  const refusal = refuseUnread({ happened, used }, sender.reread);
  if (refusal) return refusal;
  if (!(await isAllowed(db, sender.address))) return { ok: false, reason: 'too-many' };
  return inTransaction(db, async (tx) => {
    await tx
      .insertInto('access_barrier')
      .values({ page, happened, used, author_email: email })
      .execute();
    for (const reader of await listBarrierReaders(tx))
      await queueMail(tx, barrierMail(reader, input));
    return { ok: true };
  });
}

/**
 * Says that what was reported is dealt with, or that it is not after all. Twice is as once.
 * @throws Forbidden unless the actor runs the instance; NotFound.
 */
export async function closeBarrier(
  db: Database,
  actor: Actor,
  id: number,
  closed: boolean
): Promise<void> {
  if (!runsInstance(actor)) throw new Forbidden('Réservé à l’administration.');
  await inTransaction(db, async (tx) => {
    const barrier = await tx
      .selectFrom('access_barrier')
      .select('closed_at')
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!barrier) throw new NotFound('Ce signalement n’est pas, ou n’est plus, gardé.');
    if ((barrier.closed_at !== null) === closed) return;
    await tx
      .updateTable('access_barrier')
      .set({ closed_at: closed ? new Date() : null })
      .where('id', '=', id)
      .execute();
    await recordAudit(tx, actor, {
      action: closed ? 'barrier.close' : 'barrier.reopen',
      target: { kind: 'barrier', id, label: `Signalement n° ${id}` }
    });
  });
}

/** Counted before anything is written, so that a refusal counts too. */
async function isAllowed(db: Executor, address: string): Promise<boolean> {
  const answers = [
    await allow(db, 'barrier-hour', address, BARRIER_LIMITS.hour),
    await allow(db, 'barrier-day', address, BARRIER_LIMITS.day)
  ];
  return answers.every(Boolean);
}
