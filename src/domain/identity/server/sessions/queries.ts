import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';
import type { Client, CurrentSession } from '../../session.ts';
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
