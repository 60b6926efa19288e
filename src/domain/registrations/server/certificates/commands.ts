import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { isPast } from '#domain/events/edition.ts';
import type { Event } from '#domain/events/model.ts';
import { findEventById, getManagedEventById } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { saysSame, writeCode, type CertificateFacts } from '../../certificate.ts';
import { findRegistrationByToken } from '../links/queries.ts';
import { listFacts } from '../places/telling/commands.ts';
import { certificateMail } from './mails.ts';
import { findCertificateOf, listCertificates, readFacts, type Certificate } from './queries.ts';

/** not-over: the edition has not ended. absent: nothing says that she came. withdrawn: by who organises. */
export type NotIssued = 'no-link' | 'not-over' | 'absent' | 'withdrawn';
export type Issued =
  | { readonly ok: true; readonly event: Event; readonly certificate: Certificate }
  | { readonly ok: false; readonly reason: NotIssued };

interface At {
  readonly now: Date;
}

/**
 * The certificate of whoever holds a link « ma place », issued if it is not yet, and again if her presences were put
 * right since: with the same code.
 */
export async function issueOwnCertificate(
  executor: Executor,
  token: string,
  { now }: At
): Promise<Issued> {
  const found = await findRegistrationByToken(executor, token);
  const event = found && (await findEventById(executor, found.event));
  if (!found || !event) return { ok: false, reason: 'no-link' };
  if (!isCertified(event, now)) return { ok: false, reason: 'not-over' };
  return inTransaction(executor, async (tx) => {
    const facts = (await readFacts(tx, event.id)).get(found.id);
    if (!facts) return { ok: false, reason: 'absent' };
    await write(tx, event.id, new Map([[found.id, facts]]), now);
    const certificate = await findCertificateOf(tx, found.id);
    if (!certificate || certificate.withdrawnAt) return { ok: false, reason: 'withdrawn' };
    return { ok: true, event, certificate };
  });
}

/** Of an edition that took place and is over: before, hours are promised and not attended. */
function isCertified(event: Event, now: Date): boolean {
  return event.status === 'published' && isPast(event, now);
}

export type IssuedToAll =
  | { readonly ok: true; readonly event: Event; readonly certificates: readonly Certificate[] }
  | { readonly ok: false; readonly reason: 'not-over' | 'nobody' };

/**
 * Issues the certificates of all who came, puts right those that presences contradict, and withdraws those of who, it
 * turns out, did not come.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function issueCertificates(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { now }: At
): Promise<IssuedToAll> {
  const event = await getManagedEventById(executor, actor, id);
  if (!isCertified(event, now)) return { ok: false, reason: 'not-over' };
  return inTransaction(executor, async (tx) => {
    const facts = await readFacts(tx, id);
    await write(tx, id, facts, now);
    await withdrawAbsent(tx, id, [...facts.keys()], now);
    const certificates = (await listCertificates(tx, id)).filter((one) => !one.withdrawnAt);
    if (certificates.length === 0) return { ok: false, reason: 'nobody' };
    await audit(tx, actor, event, 'certificates.issue', { count: certificates.length });
    return { ok: true, event, certificates };
  });
}

/** Issues what is new or says something else; of two who do at once, the second finds the first one’s. */
async function write(
  tx: Tx,
  event: EventId,
  facts: ReadonlyMap<RegistrationId, CertificateFacts>,
  now: Date
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`certificates of ${event}`}))`.execute(tx);
  const known = new Map((await listCertificates(tx, event)).map((one) => [one.registration, one]));
  for (const [registration, { holder, minutes, parts }] of facts) {
    const before = known.get(registration);
    if (before && saysSame(before, { holder, minutes, parts })) continue;
    const said = { holder, minutes, parts: JSON.stringify(parts), issued_at: now };
    await tx
      .insertInto('attendance_certificate')
      .values({
        ...said,
        registration_id: registration,
        event_id: event,
        code: writeCode(randomBytes(12))
      })
      .onConflict((conflict) => conflict.column('registration_id').doUpdateSet(said))
      .execute();
  }
}

/** Of those whose gestures at the door are kept, and say that nobody came. */
async function withdrawAbsent(
  tx: Tx,
  event: EventId,
  present: readonly RegistrationId[],
  now: Date
): Promise<void> {
  await sql`
    update attendance_certificate a set withdrawn_at = ${now}
    where a.event_id = ${event} and a.withdrawn_at is null and a.registration_id <> all(${present}::bigint[])
      and exists (select from scan s where s.registration_id = a.registration_id)`.execute(tx);
}

export type CertificatesSent =
  | {
      readonly ok: true;
      readonly sent: number;
      readonly already: number;
      readonly unreachable: number;
    }
  | Exclude<IssuedToAll, { ok: true }>;

/**
 * Writes to each person who came that her certificate is ready: once, and once more if it was put right.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function sendCertificates(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { now }: At
): Promise<CertificatesSent> {
  return inTransaction(executor, async (tx) => {
    const issued = await issueCertificates(tx, actor, id, { now });
    if (!issued.ok) return issued;
    const { event, certificates } = issued;
    const byHolder = new Map(certificates.map((one) => [one.registration, one]));
    const told = await listFacts(tx, event, [...byHolder.keys()]);
    let sent = 0;
    for (const facts of told) {
      const mail = certificateMail(facts, byHolder.get(facts.registration.id)!);
      if ((await queueMail(tx, mail)) !== null) sent += 1;
    }
    await audit(tx, actor, event, 'certificates.send', { count: sent });
    return {
      ok: true,
      sent,
      already: told.length - sent,
      unreachable: certificates.length - told.length
    };
  });
}

/**
 * Withdraws a certificate, or gives it back: the page that verifies it says so.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function setCertificateWithdrawn(
  executor: Executor,
  actor: Actor,
  id: EventId,
  registration: RegistrationId,
  { withdrawn, now }: At & { readonly withdrawn: boolean }
): Promise<void> {
  const event = await getManagedEventById(executor, actor, id);
  await inTransaction(executor, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('attendance_certificate')
      .set({ withdrawn_at: withdrawn ? now : null })
      .where('event_id', '=', id)
      .where('registration_id', '=', registration)
      .where('withdrawn_at', withdrawn ? 'is' : 'is not', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    const action = withdrawn ? 'certificates.withdraw' : 'certificates.restore';
    await audit(tx, actor, event, action, { registration });
  });
}

function audit(
  executor: Executor,
  actor: Actor,
  { id, title, territory }: Event,
  action: string,
  detail: Readonly<Record<string, unknown>>
): Promise<void> {
  const target = { kind: 'event', id, label: title };
  return recordAudit(executor, actor, { action, target, territory: territory.id, detail });
}
