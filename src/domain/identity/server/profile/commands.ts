import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { isSameSignature, sign } from '#server/signing.ts';
import { allow } from '#server/throttle.ts';
import type { PersonId } from '#shared/ids.ts';
import type { ProfileInput } from '../../forms.ts';
import type { Actor } from '../../model.ts';
import { recordAudit } from '../audit/commands.ts';
import { addressChangedMail, newAddressMail } from '../sign-in/mails.ts';
import { SIGN_IN_WITHIN } from '../../session.ts';
import { CODE_ATTEMPTS } from '../sign-in/engine/commands.ts';
import { getProfile, oneself } from './queries.ts';

/**
 * Keeps what a person says of herself. Showing her number, or showing another number, is a consent of that day.
 * @throws Forbidden unless the actor is a person.
 */
export async function updateProfile(
  executor: Executor,
  actor: Actor,
  input: ProfileInput
): Promise<void> {
  const { id } = oneself(actor);
  await inTransaction(executor, async (tx) => {
    const before = await getProfile(tx, actor);
    const { name, profession, phone, phoneVisibility } = input;
    const same = before.phone === phone && before.phoneVisibility === phoneVisibility;
    const consent = phoneVisibility === 'nobody' ? null : sql<string>`current_date`;
    await tx
      .updateTable('person')
      .set({ name, profession, phone, phone_visibility: phoneVisibility, updated_at: sql`now()` })
      .$if(!same, (query) => query.set({ phone_consent_at: consent }))
      .where('id', '=', id)
      .execute();
    const changed = (Object.keys(input) as (keyof ProfileInput)[]).filter(
      (key) => before[key] !== input[key]
    );
    await recordAudit(tx, actor, {
      action: 'person.update',
      target: { kind: 'person', id, label: name },
      detail: { changed }
    });
  });
}

/**
 * Sends a code to the address by which a person wants to sign in from now on. An address that is somebody's already
 * receives nothing, and the answer does not say so.
 */
export async function requestAddressChange(
  executor: Executor,
  actor: Actor,
  email: string
): Promise<{ ok: true } | { ok: false; reason: 'too-many' }> {
  const { id, name } = oneself(actor);
  const most = { most: 5, windowSeconds: 3600 };
  if (!(await allow(executor, 'address-change', id, most)))
    return { ok: false, reason: 'too-many' };
  return inTransaction(executor, async (tx) => {
    await forget(tx, id);
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    await tx
      .insertInto('sign_in_verification')
      .values({
        identifier: identifierOf(id),
        value: JSON.stringify({ email, hash: keyed(id, email, code), attempts: 0 }),
        expires_at: sql<Date>`now() + make_interval(secs => ${SIGN_IN_WITHIN})`
      })
      .execute();
    if (!(await isTaken(tx, email))) await queueMail(tx, newAddressMail({ email, name }, code));
    return { ok: true };
  });
}

/** Changes the address of a person with the code sent to the new one; the former address is told. */
export async function confirmAddressChange(
  executor: Executor,
  actor: Actor,
  code: string
): Promise<{ ok: true; email: string } | { ok: false; reason: 'refused' }> {
  const { id, name } = oneself(actor);
  const refused = { ok: false, reason: 'refused' } as const;
  return inTransaction(executor, async (tx) => {
    const pending = await takePending(tx, id);
    if (!pending || !isSameSignature(pending.hash, keyed(id, pending.email, code))) return refused;
    await forget(tx, id);
    if (await isTaken(tx, pending.email)) return refused;
    const { email: former } = await getProfile(tx, actor);
    await tx.updateTable('person').set({ email: pending.email }).where('id', '=', id).execute();
    await queueMail(tx, addressChangedMail({ email: former, name }));
    await recordAudit(tx, actor, {
      action: 'person.change-address',
      target: { kind: 'person', id, label: name }
    });
    return { ok: true, email: pending.email };
  });
}

interface Pending {
  readonly email: string;
  readonly hash: string;
  readonly attempts: number;
}

/** The change that waits, once one more attempt is counted; null past the last, and past its time. */
async function takePending(tx: Tx, id: PersonId): Promise<Pending | null> {
  const row = await tx
    .selectFrom('sign_in_verification')
    .select(['id', 'value'])
    .where('identifier', '=', identifierOf(id))
    .where('expires_at', '>', sql<Date>`now()`)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  const pending = JSON.parse(row.value) as Pending;
  const value = JSON.stringify({ ...pending, attempts: pending.attempts + 1 });
  await tx.updateTable('sign_in_verification').set({ value }).where('id', '=', row.id).execute();
  return pending.attempts < CODE_ATTEMPTS ? pending : null;
}

async function forget(tx: Tx, id: PersonId): Promise<void> {
  await tx.deleteFrom('sign_in_verification').where('identifier', '=', identifierOf(id)).execute();
}

async function isTaken(tx: Tx, email: string): Promise<boolean> {
  const row = await tx
    .selectFrom('person')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirst();
  return row !== undefined;
}

function identifierOf(id: PersonId): string {
  return `address-change:${id}`;
}

function keyed(id: PersonId, email: string, code: string): string {
  return sign(`address:${id}:${email}:${code}`);
}
