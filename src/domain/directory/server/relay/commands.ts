import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Database, Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { allow } from '#server/throttle.ts';
import { NotFound } from '#shared/errors.ts';
import { MOST_REPORTS, RELAY_LIMITS, type RelayInput } from '../../relay.ts';
import { abuseMail, copyMail, relayedMail } from './mails.ts';
import { findReported, findSender, type Route } from './queries.ts';

export interface RelayOptions {
  /** The author ticked « J’ai relu ». */
  readonly reread: boolean;
  /** She asks for a copy: sent only to the address of an account. */
  readonly copy: boolean;
  /** IP address, counted and not kept. */
  readonly address: string;
}

export type RelayOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'too-many' | 'unreachable' | 'stopped' }
  | SecondReadingRefusal;

/**
 * Relays a message. Its text is in the mail alone, erased once delivered; what is kept is who wrote, to whom, when,
 * and the subject. Somebody with an account writes under her own name and address, whatever the form says.
 */
export async function relayMessage(
  db: Database,
  actor: Actor,
  route: Route,
  input: RelayInput,
  options: RelayOptions
): Promise<RelayOutcome> {
  const said = { ...input, ...(await findSender(db, actor)) };
  if (!route.reachable) return { ok: false, reason: 'unreachable' };
  const refusal = refuseUnread({ subject: said.subject, message: said.message }, options.reread);
  if (refusal) return refusal;
  if (await isStopped(db, actor)) return { ok: false, reason: 'stopped' };
  if (!(await isAllowed(db, said.email, route, options.address)))
    return { ok: false, reason: 'too-many' };
  return inTransaction(db, async (tx) => {
    for (const mailbox of route.mailboxes) {
      const { id } = await tx
        .insertInto('relay_message')
        .values({
          structure_id: route.structure,
          person_id: route.person,
          sender_id: actor.kind === 'person' ? actor.id : null,
          sender_name: said.name,
          subject: said.subject
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const mail = await queueMail(tx, relayedMail(id, mailbox, said, route.name));
      await tx.updateTable('relay_message').set({ mail_id: mail }).where('id', '=', id).execute();
    }
    if (options.copy && actor.kind === 'person') await queueMail(tx, copyMail(said, route.name));
    return { ok: true };
  });
}

/**
 * Says that a relayed message should not have been sent. Twice is as once.
 * @param token - of the link in the message. @throws NotFound
 */
export async function reportAbuse(db: Database, actor: Actor, token: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const found = await findReported(tx, token);
    if (!found) throw new NotFound('Ce lien ne désigne aucun message.');
    const reported = await tx
      .updateTable('relay_message')
      .set({ reported_at: new Date() })
      .where('id', '=', found.id)
      .where('reported_at', 'is', null)
      .returning(['sender_id', 'sender_name'])
      .executeTakeFirst();
    if (!reported) return;
    await recordAudit(tx, actor, {
      action: 'relay.report',
      target: { kind: 'relay', id: found.id, label: found.sender }
    });
    const count = reported.sender_id ? await countReports(tx, reported.sender_id) : 1;
    const administrators = await tx
      .selectFrom('person')
      .select(['name', 'email'])
      .where('administrator', '=', true)
      .where('suspended_at', 'is', null)
      .execute();
    for (const one of administrators)
      await queueMail(tx, abuseMail(one, { sender: found.sender, at: found.at, count }));
  });
}

async function isStopped(db: Executor, actor: Actor): Promise<boolean> {
  return actor.kind === 'person' && (await countReports(db, actor.id)) >= MOST_REPORTS;
}

async function countReports(db: Executor, sender: string): Promise<number> {
  const { count } = await db
    .selectFrom('relay_message')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('sender_id', '=', sender)
    .where('reported_at', '>', sql<Date>`now() - interval '30 days'`)
    .executeTakeFirstOrThrow();
  return count;
}

/** Counted before anything is written, so that a refusal counts too. */
async function isAllowed(
  db: Database,
  sender: string,
  { structure, person }: Route,
  address: string
): Promise<boolean> {
  const recipient = structure === null ? `person ${person}` : `structure ${structure}`;
  const answers = [
    await allow(db, 'relay-place', address, RELAY_LIMITS.fromPlace),
    await allow(db, 'relay-sender', sender, RELAY_LIMITS.fromAddress),
    await allow(db, 'relay-recipient', recipient, RELAY_LIMITS.toRecipient)
  ];
  return answers.every(Boolean);
}
