import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { environment } from '#server/env.ts';
import type { PersonId } from '#shared/ids.ts';
import { Forbidden } from '#shared/errors.ts';
import type { Actor } from '../../model.ts';
import type { Client, CurrentSession, SignedIn } from '../../session.ts';
import { oneself } from '../profile/queries.ts';
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
  return person ? openSession(db, client, person.id as PersonId) : null;
}

/**
 * Signs in somebody who has just shown otherwise that her address is hers: by the link of an invitation, or of a
 * request to join.
 * @returns null when her account is suspended.
 */
export async function openSession(
  db: Executor,
  client: Client,
  person: PersonId
): Promise<SignedIn | null> {
  const { headers, response } = await sharedEngine(db).api.openSession({
    body: { personId: person },
    headers: headersOf(client),
    returnHeaders: true
  });
  if (!response) return null;
  await sayPersonWasSeen(db, person);
  return { personId: person, cookies: headers.getSetCookie() };
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

/**
 * Closes one of a person's own sessions: that browser is nobody's from its next request.
 * @returns whether it was hers and open.
 * @throws Forbidden unless the actor is a person.
 */
export async function revokeSession(db: Executor, actor: Actor, session: string): Promise<boolean> {
  const result = await db
    .deleteFrom('sign_in_session')
    .where('person_id', '=', oneself(actor).id)
    .where(sql<string>`id::text`, '=', session)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Closes every session of a person but the one she acts from. @returns how many. */
export async function revokeOtherSessions(
  db: Executor,
  actor: Actor,
  current: CurrentSession | null
): Promise<number> {
  const result = await db
    .deleteFrom('sign_in_session')
    .where('person_id', '=', oneself(actor).id)
    .where('id', 'is distinct from', current?.id ?? null)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/**
 * Ends the sessions of invented people, when the demonstration of this instance is over: nobody had to show who they
 * were. @returns how many.
 */
export async function closeInventedSessions(db: Executor): Promise<number> {
  const result = await db
    .deleteFrom('sign_in_session')
    .where('person_id', 'in', (eb) =>
      eb.selectFrom('person').select('id').where('fictional', '=', true)
    )
    .executeTakeFirst();
  return Number(result.numDeletedRows);
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
