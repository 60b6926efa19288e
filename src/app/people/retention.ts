import {
  purgedBefore,
  WARNED_DAYS_BEFORE,
  type RetentionKind
} from '#domain/confidentiality/retention.ts';
import {
  PURGES as CONFIDENTIALITY,
  recordPurge,
  type Purge
} from '#domain/confidentiality/server/retention/commands.ts';
import { listRetentionRules } from '#domain/confidentiality/server/retention/queries.ts';
import { PURGES as DIRECTORY } from '#domain/directory/server/retention/commands.ts';
import { PURGES as DISCOVERY } from '#domain/discovery/server/retention/commands.ts';
import { PURGES as EVENTS } from '#domain/events/server/retention/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import { listInactive, PURGES as IDENTITY } from '#domain/identity/server/retention/commands.ts';
import { PURGES as MINUTES } from '#domain/minutes/server/retention/commands.ts';
import { PURGES as NETWORK } from '#domain/network/server/retention/commands.ts';
import { PURGES as PLANS } from '#domain/plans/server/retention/commands.ts';
import { PURGES as REGISTRATIONS } from '#domain/registrations/server/retention/commands.ts';
import { PURGES as SEATING } from '#domain/seating/server/retention/commands.ts';
import { PURGES as SHARING } from '#domain/sharing/server/retention/commands.ts';
import { PURGES as SURVEYS } from '#domain/surveys/server/retention/commands.ts';
import { PURGES as TERRITORY } from '#domain/territory/server/retention/commands.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { deleteOldMails, eraseOldBodies } from '#server/mail/forgetting.ts';
import { queueMail } from '#server/mail/queue.ts';
import { Forbidden } from '#shared/errors.ts';
import type { PersonId } from '#shared/ids.ts';
import { eraseEverywhere } from './erasure.ts';
import { inactiveMail } from './mails.ts';

const PURGES: Record<RetentionKind, Purge> = {
  ...IDENTITY,
  ...TERRITORY,
  ...DIRECTORY,
  ...EVENTS,
  ...REGISTRATIONS,
  ...SURVEYS,
  ...MINUTES,
  ...NETWORK,
  ...SEATING,
  ...SHARING,
  ...PLANS,
  ...DISCOVERY,
  ...CONFIDENTIALITY,
  'mail-body': (tx, before) => eraseOldBodies(tx, before),
  mail: (tx, before) => deleteOldMails(tx, before),
  'inactive-person': eraseInactive
};

/**
 * Erases what the rules say is kept no longer, kind by kind, each in its transaction with its line in the log. Done
 * every night; doing it again removes nothing.
 */
export async function purge(db: Database, now: Date): Promise<void> {
  for (const { kind, days } of await listRetentionRules(db))
    await db.transaction().execute(async (tx) => {
      const removed = await PURGES[kind](tx, purgedBefore(days, now), now);
      if (removed > 0) await recordPurge(tx, { kind, days, removed });
    });
}

class Undone extends Error {}

/**
 * What the next purge would erase with these rules: done for true, then undone, so that it is exact.
 * @returns how many, by kind.
 * @throws Forbidden unless the actor runs the instance.
 */
export async function previewPurge(
  db: Database,
  actor: Actor,
  days: Partial<Record<RetentionKind, number>>,
  now: Date
): Promise<Partial<Record<RetentionKind, number>>> {
  if (!runsInstance(actor)) throw new Forbidden('Réservé à l’administration.');
  const found: Partial<Record<RetentionKind, number>> = {};
  for (const rule of await listRetentionRules(db)) {
    const kept = days[rule.kind] ?? rule.days;
    const attempt = db.transaction().execute(async (tx) => {
      found[rule.kind] = await PURGES[rule.kind](tx, purgedBefore(kept, now), now);
      throw new Undone();
    });
    await attempt.catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
  }
  return found;
}

/** Warned thirty days before, by one message for each absence; erased only once the message has had that time. */
async function eraseInactive(tx: Tx, before: Date, now: Date): Promise<number> {
  const warnedBefore = purgedBefore(-WARNED_DAYS_BEFORE, before);
  let removed = 0;
  for (const { id, name, email, seen } of await listInactive(tx, warnedBefore)) {
    const key = `inactive ${id} ${seen.toISOString()}`;
    const warning = await tx
      .selectFrom('mail_message')
      .select('created_at')
      .where('dedupe_key', '=', key)
      .executeTakeFirst();
    const due = warning && warning.created_at <= purgedBefore(WARNED_DAYS_BEFORE, now);
    if (!warning) {
      const eraseOn = purgedBefore(-WARNED_DAYS_BEFORE, now);
      await queueMail(tx, inactiveMail({ name, email }, eraseOn, key));
    } else if (due && seen < before) {
      await eraseEverywhere(tx, id as PersonId, { name, email });
      removed++;
    }
  }
  return removed;
}
