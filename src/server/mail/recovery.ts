import { sql } from 'kysely';
import type { Database, Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { listDeadWorkers } from '#server/jobs/presence.ts';
import { unlockDeadWorkers } from '#server/jobs/recovery.ts';
import type { MailId } from '#shared/ids.ts';
import { askDelivery } from './queue.ts';

const DIED =
  'Le serveur s’est arrêté entre la remise du message et la réponse : il est peut-être arrivé.';
const RESTORED =
  'Il attendait quand la sauvegarde a été faite, et elle a été restaurée depuis : il est peut-être déjà parti.';

/**
 * Takes up what stopped servers left: a message whose last byte had not left is sent again, one that may have been
 * accepted becomes uncertain. Messages waiting without a job get one.
 */
export async function recoverMail(db: Database): Promise<void> {
  await unlockDeadWorkers(db);
  const abandoned = await listAbandoned(db);
  if (abandoned.length > 0) await takeUp(db, abandoned);
  await askForgotten(db);
}

/**
 * After a restoration: what should have left by now may have left since the backup was made. Nothing of it is sent
 * without a person deciding so. @returns how many messages.
 */
export async function doubtWaiting(executor: Executor): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    update mail_message set status = 'uncertain', last_error = ${RESTORED}
    where status = 'queued' and not_before <= now() returning id`.execute(executor);
  return rows.length;
}

/** Held by a worker that lives no more, or for longer than any handing over lasts (src/server/mail/smtp.ts). */
async function listAbandoned(db: Database): Promise<{ id: MailId; attempts: number }[]> {
  const { rows } = await sql<{ id: MailId; attempts: number; worker: string; late: boolean }>`
    select id, attempts, claimed_by as worker, claimed_at < now() - interval '1 hour' as late
    from mail_message where status = 'sending'`.execute(db);
  if (rows.length === 0) return [];
  const dead = await listDeadWorkers(
    db,
    rows.map(({ worker }) => worker)
  );
  return rows.filter(({ worker, late }) => late || dead.includes(worker));
}

async function takeUp(
  db: Database,
  abandoned: readonly { id: MailId; attempts: number }[]
): Promise<void> {
  await inTransaction(db, async (tx) => {
    // `attempts` again: it may have been settled, even taken again, since it was read.
    const { rows } = await sql<{ id: MailId; status: string }>`
      update mail_message set
        status = case when sending_at is null then 'queued' else 'uncertain' end,
        last_error = case when sending_at is null then '' else ${DIED} end
      from unnest(${abandoned.map(({ id }) => id)}::bigint[], ${abandoned.map(({ attempts }) => attempts)}::integer[])
        found (found_id, found_attempts)
      where id = found_id and attempts = found_attempts and status = 'sending'
      returning id, status`.execute(tx);
    for (const { id, status } of rows) if (status === 'queued') await askDelivery(tx, id);
  });
}

/** Should never be: a message is written with its job. A job given up or deleted by hand is asked again. */
async function askForgotten(db: Database): Promise<void> {
  const { rows } = await sql<{ id: MailId }>`
    select id from mail_message
    where status = 'queued' and not_before < now() - interval '5 minutes'
      and not exists (
        select from graphile_worker.jobs
        where key = 'mail:' || mail_message.id and attempts < max_attempts)
    order by id limit 500`.execute(db);
  for (const { id } of rows) await askDelivery(db, id);
}
