import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import { environment } from '#server/env.ts';
import type { Client } from '../../../session.ts';
import { headersOf, signInEngine } from '../engine/commands.ts';

/** One at a time for a mailbox: a link and its code pressed at the same instant do not both open a session. */
export async function alone(tx: Tx, email: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in:${email}`}, 0))`.execute(tx);
}

/** Who has an account at this address, `open` unless it was closed. */
export async function findWhoMaySignIn(tx: Tx, email: string) {
  const person = await tx
    .selectFrom('person')
    .select(['id', 'name', 'suspended_at', 'fictional'])
    .where('email', '=', email)
    .executeTakeFirst();
  // An invented person has no mailbox: out of demonstration mode, hers is a stranger's.
  if (!person || (person.fictional && environment().demo === 'off')) return null;
  return { id: person.id, name: person.name, open: person.suspended_at === null };
}

/** A new link, once those sent before are burned. */
export async function makeLink(tx: Tx, client: Client, email: string) {
  await burn(tx, email);
  let made = '';
  const engine = signInEngine(tx, ({ token }) => {
    made = token;
    return Promise.resolve();
  });
  await engine.api.signInMagicLink({ body: { email }, headers: headersOf(client) });
  return { token: made, engine };
}

/** Forgets the links and codes sent to a mailbox. */
export async function burn(tx: Tx, email: string): Promise<void> {
  await tx
    .deleteFrom('sign_in_verification')
    .where((eb) =>
      eb.or([
        eb('identifier', '=', `sign-in-otp-${email}`),
        eb('value', '=', JSON.stringify({ type: 'magic-link', email }))
      ])
    )
    .execute();
}
