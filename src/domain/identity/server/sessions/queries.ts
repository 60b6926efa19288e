import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';
import { nameDevice } from '../../device.ts';
import type { Actor } from '../../model.ts';
import type { Client, CurrentSession, OpenSession } from '../../session.ts';
import { oneself } from '../profile/queries.ts';
import { headersOf, sharedEngine } from '../sign-in/engine/commands.ts';

const SESSION_COOKIE = /(?:^|;\s*)(?:__Host-)?maillage\.session_token=/;

/**
 * Who the browser is signed in as. A visitor, who has no cookie, costs no query. Changes nothing: the session is
 * prolonged by `prolongSession`.
 */
export async function findSession(db: Executor, client: Client): Promise<CurrentSession | null> {
  if (!SESSION_COOKIE.test(client.cookie)) return null;
  const found = await sharedEngine(db).api.getSession({ headers: headersOf(client) });
  return found && { id: found.session.id, personId: found.user.id as PersonId };
}

/** Where a person is signed in, the most recent use first. @throws Forbidden unless the actor is a person. */
export async function listSessions(
  db: Executor,
  actor: Actor,
  current: CurrentSession | null
): Promise<OpenSession[]> {
  const rows = await db
    .selectFrom('sign_in_session')
    .select(['id', 'user_agent', 'created_at', 'updated_at'])
    .where('person_id', '=', oneself(actor).id)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('updated_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    device: nameDevice(row.user_agent ?? ''),
    openedAt: row.created_at,
    usedAt: row.updated_at,
    current: row.id === current?.id
  }));
}
