import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { MailId } from '#shared/ids.ts';
import { writeAttachment, type AttachmentKinds } from './attachments.ts';
import { claimMail, eraseSecrets, markComplete, settleMail } from './claims.ts';
import { bareAddress, composeMessage } from './composition.ts';
import { isInventedAddress } from './fiction.ts';
import type { Outcome } from './outcome.ts';
import { forgetMail } from './forgetting.ts';
import { findMailRefusal } from './refusals.ts';
import { reviseMail, type Revisions, type Stands } from './revision.ts';
import { handOver } from './smtp.ts';

const EXPIRED = 'Non envoyé : le lien et le code de ce message ne servaient plus.';
const WITHDRAWN = 'Non envoyé : ce dont il parlait n’est plus à lire.';
const NOTHING_LEFT = 'Non envoyé : il n’y avait plus rien à dire.';

export interface DeliverySettings {
  /** SMTP_URL; null: messages are kept. */
  readonly smtpUrl: string | null;
  /** MAIL_FROM */
  readonly from: string;
  /** Demonstration mode: nothing is erased, so that the sign-in message can be read on /courriels. */
  readonly keepBodies: boolean;
  /** The files that messages may carry. */
  readonly attachments?: AttachmentKinds;
  /** The messages that are written again when they leave. */
  readonly revisions?: Revisions;
  /** Asked of each message that says what it is about. */
  readonly stands?: Stands;
}

export interface Deliverer {
  /** Who holds the message meanwhile (see presence.ts). */
  readonly worker: string;
  readonly now: Date;
  readonly signal?: AbortSignal;
}

/**
 * Hands a message over, at most once whatever is killed and when (docs/adr/0008): it is taken, then its last byte
 * announced, each committed before what follows, and what became of it is recorded last.
 * @returns null when there was nothing to send.
 */
export async function deliverMail(
  db: Database,
  id: MailId,
  settings: DeliverySettings,
  { worker, now, signal }: Deliverer
): Promise<Outcome['kind'] | null> {
  const { smtpUrl, from, keepBodies, attachments = {} } = settings;
  const mail = await findQueued(db, id);
  if (!mail) return null;
  const reason = await whyCancelled(db, id, mail, settings);
  if (reason) {
    await setAside(db, id, { status: 'cancelled', reason, keepBodies });
    return null;
  }
  if (!smtpUrl || isInventedAddress(mail.recipient)) {
    await setAside(db, id, { status: 'kept', reason: '', keepBodies });
    return null;
  }
  // Before it is taken: should the file fail, the message is still to be sent.
  const attachment = await writeAttachment(db, attachments, mail.attachment);
  const domain = bareAddress(from).split('@').at(-1) ?? 'localhost';
  const claim = await claimMail(db, id, worker, domain);
  if (!claim) return null;
  const outcome = await handOver({
    url: smtpUrl,
    from: bareAddress(from),
    to: claim.recipient,
    content: await composeMessage(claim, from, now, attachment),
    complete: () => markComplete(db, claim),
    signal
  });
  await insist(() => settleMail(db, claim, outcome, { now: new Date(), keepBodies }));
  return outcome.kind;
}

/** Why a message does not leave after all; null when it does, as it is to be read now. */
async function whyCancelled(
  db: Database,
  id: MailId,
  mail: NonNullable<Awaited<ReturnType<typeof findQueued>>>,
  { revisions = {}, stands }: DeliverySettings
): Promise<string | null> {
  if (mail.expired) return EXPIRED;
  const refusal = await findMailRefusal(db, mail.recipient, mail.kind);
  if (refusal) return refusal.reason;
  if (mail.about !== '' && stands && !(await stands(db, mail))) {
    await forgetMail(db, id);
    return WITHDRAWN;
  }
  return (await reviseMail(db, id, mail, revisions)) ? null : NOTHING_LEFT;
}

/** What became of a message is worth waiting for a database that restarts. */
async function insist(record: () => Promise<void>): Promise<void> {
  for (const pause of [1, 2, 4, 8, 15]) {
    try {
      await record();
      return;
    } catch {
      await sleep(pause * 1000);
    }
  }
  await record();
}

async function findQueued(db: Database, id: MailId) {
  const row = await db
    .selectFrom('mail_message')
    .select([
      'recipient',
      'kind',
      'attachment',
      'about',
      'dedupe_key as key',
      sql<boolean>`coalesce(expires_at <= now(), false)`.as('expired')
    ])
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .executeTakeFirst();
  return row ?? null;
}

/** A message that is not to be handed over: what it carried of secret goes, unless it is to be read on /courriels. */
async function setAside(
  db: Database,
  id: MailId,
  aside: { status: 'kept' | 'cancelled'; reason: string; keepBodies: boolean }
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('mail_message')
      .set({ status: aside.status, last_error: aside.reason })
      .where('id', '=', id)
      .where('status', '=', 'queued')
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 1n && !aside.keepBodies) await eraseSecrets(tx, id);
  });
}
