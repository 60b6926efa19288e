import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Database } from '#server/db/connection.ts';
import { queueMail } from '#server/mail/queue.ts';
import { allow } from '#server/throttle.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { RegistrationId } from '#shared/ids.ts';
import { CARPOOL_LIMITS, type CarpoolInput } from '../../carpool.ts';
import { getRegistrationLink } from '../links/queries.ts';
import { carpoolMail } from './mails.ts';
import { findCarpool, findHolder, type Carpool, type CarpoolState } from './queries.ts';

/** Why nothing was done: what the state of the carpool says. */
interface Closed {
  readonly ok: false;
  readonly reason: Exclude<CarpoolState, 'open'>;
}

export type CarpoolOutcome =
  { readonly ok: true } | Closed | { ok: false; reason: 'unknown-commune' } | SecondReadingRefusal;

/**
 * Offers or asks for seats, or changes what one had written: one entry a registration.
 * @param token - of the link « ma place ». @throws NotFound when it serves no more.
 */
export async function saveCarpool(
  db: Database,
  token: string,
  input: CarpoolInput,
  options: { readonly reread: boolean; readonly now: Date }
): Promise<CarpoolOutcome> {
  const { event, holder, state } = await getCarpool(db, token, options.now);
  if (state !== 'open') return { ok: false, reason: state };
  const unread = refuseUnread({ note: input.note }, options.reread);
  if (unread) return unread;
  const { rows } = await sql<{ id: number }>`
    insert into carpool_entry (event_id, registration_id, kind, commune_code, seats, note)
    select ${event.id}, ${holder.id}, ${input.kind}, code, ${input.seats}, ${input.note}
    from commune where code = ${input.commune}
    on conflict (registration_id) do update set kind = excluded.kind,
      commune_code = excluded.commune_code, seats = excluded.seats, note = excluded.note
    returning id`.execute(db);
  return rows.length > 0 ? { ok: true } : { ok: false, reason: 'unknown-commune' };
}

/**
 * Takes one’s entry off: nobody sees it nor writes by it any more. Twice is as once.
 * @throws NotFound when the link serves no more.
 */
export async function withdrawCarpool(db: Database, token: string, now: Date): Promise<void> {
  const { holder } = await getCarpool(db, token, now);
  await db.deleteFrom('carpool_entry').where('registration_id', '=', holder.id).execute();
}

export type CarpoolMessageOutcome =
  | { readonly ok: true; readonly firstName: string }
  | Closed
  /** gone: withdrawn, or its author does not come any more. */
  | { readonly ok: false; readonly reason: 'too-many' | 'gone' }
  | SecondReadingRefusal;

/**
 * Writes to who offers or asks: by mail, answered to the address of who writes. The text is in the mail alone, erased
 * once delivered; who wrote to whom is not kept.
 * @throws NotFound when the link serves no more.
 */
export async function writeToCarpooler(
  db: Database,
  token: string,
  input: { readonly entry: number; readonly message: string },
  options: { readonly reread: boolean; readonly address: string; readonly now: Date }
): Promise<CarpoolMessageOutcome> {
  const { event, holder, state, entries } = await getCarpool(db, token, options.now);
  if (state !== 'open') return { ok: false, reason: state };
  const unread = refuseUnread({ message: input.message }, options.reread);
  if (unread) return unread;
  const entry = entries.find(({ id }) => id === input.entry);
  const to = entry && (await findAuthor(db, entry.id));
  if (!to?.mailbox || !holder.mailbox) return { ok: false, reason: 'gone' };
  if (!(await isAllowed(db, holder.id, to.id, options.address)))
    return { ok: false, reason: 'too-many' };
  const mail = carpoolMail({
    event,
    from: { firstName: holder.firstName || holder.lastName, mailbox: holder.mailbox },
    to: { firstName: to.firstName, mailbox: to.mailbox },
    message: input.message,
    link: `${await getRegistrationLink(db, to.id)}/covoiturage`
  });
  await inTransaction(db, (tx) => queueMail(tx, mail));
  return { ok: true, firstName: to.firstName };
}

async function getCarpool(db: Database, token: string, now: Date): Promise<Carpool> {
  const carpool = await findCarpool(db, token, now);
  if (!carpool) throw new NotFound('Ce lien ne sert pas, ou ne sert plus.');
  return carpool;
}

async function findAuthor(db: Database, entry: number) {
  const row = await db
    .selectFrom('carpool_entry')
    .select('registration_id')
    .where('id', '=', entry)
    .executeTakeFirst();
  return row ? findHolder(db, row.registration_id as RegistrationId) : null;
}

/** Counted before anything is written, so that a refusal counts too. */
async function isAllowed(
  db: Database,
  from: RegistrationId,
  to: RegistrationId,
  address: string
): Promise<boolean> {
  const answers = [
    await allow(db, 'carpool-place', address, CARPOOL_LIMITS.fromPlace),
    await allow(db, 'carpool-holder', `registration ${from}`, CARPOOL_LIMITS.fromHolder),
    await allow(db, 'carpool-recipient', `registration ${to}`, CARPOOL_LIMITS.toHolder)
  ];
  return answers.every(Boolean);
}
