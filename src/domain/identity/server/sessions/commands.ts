import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { environment } from '#server/env.ts';
import type { PersonId } from '#shared/ids.ts';
import { Forbidden } from '#shared/errors.ts';
import type { Client, SignedIn } from '../../session.ts';
import { headersOf, sharedEngine } from '../sign-in/engine/commands.ts';

/**
 * Signs in as one of the invented people, who are asked for nothing.
 * @returns null when nobody invented has this address.
 * @throws Forbidden out of demonstration mode.
 */
export async function signInAsInvented(
  db: Executor,
  client: Client,
  email: string
): Promise<SignedIn | null> {
  if (environment().demo === 'off')
    throw new Forbidden('Les personnes de démonstration n’existent qu’en mode démonstration.');
  const person = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', email.trim().toLowerCase())
    .where('fictional', '=', true)
    .executeTakeFirst();
  if (!person) return null;
  const { headers, response } = await sharedEngine(db).api.openSession({
    body: { personId: person.id },
    headers: headersOf(client),
    returnHeaders: true
  });
  if (!response) return null;
  await sayPersonWasSeen(db, person.id as PersonId);
  return { personId: person.id as PersonId, cookies: headers.getSetCookie() };
}

/** Ends the session of this browser. @returns the Set-Cookie headers to answer with. */
export async function signOut(db: Executor, client: Client): Promise<readonly string[]> {
  const { headers } = await sharedEngine(db).api.signOut({
    headers: headersOf(client),
    returnHeaders: true
  });
  return headers.getSetCookie();
}

/**
 * Prolongs the session of this browser and says that its person was here, each at most once a day. For what people
 * do (POST), never for what they read.
 * @returns the Set-Cookie headers to answer with.
 */
export async function prolongSession(db: Executor, client: Client): Promise<readonly string[]> {
  const { headers, response } = await sharedEngine(db).api.getSession({
    method: 'POST',
    headers: headersOf(client),
    returnHeaders: true
  });
  if (response) await sayPersonWasSeen(db, response.user.id as PersonId);
  return headers.getSetCookie();
}

/** Once a day is enough to know who comes no more. */
export async function sayPersonWasSeen(db: Executor, person: PersonId): Promise<void> {
  await db
    .updateTable('person')
    .set({ last_seen_at: sql<Date>`now()` })
    .where('id', '=', person)
    .where((eb) =>
      eb.or([
        eb('last_seen_at', 'is', null),
        eb('last_seen_at', '<', sql<Date>`now() - interval '1 day'`)
      ])
    )
    .execute();
}
