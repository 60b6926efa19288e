import { VISITOR, type Actor } from '#domain/identity/model.ts';
import type { Client, CurrentSession } from '#domain/identity/session.ts';
import { prolongSession } from '#domain/identity/server/sessions/commands.ts';
import { findSession } from '#domain/identity/server/sessions/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { loadActor } from './actor.ts';

export interface Asking {
  readonly actor: Actor;
  readonly session: CurrentSession | null;
  /** Set-Cookie headers to answer with. */
  readonly cookies: readonly string[];
}

/**
 * Who sends a request. Reading (GET, HEAD) changes nothing: a session is prolonged by what the person does, so one
 * who only reads signs in again after thirty days.
 */
export async function whoAsks(db: Database, client: Client, method: string): Promise<Asking> {
  const session = await findSession(db, client);
  if (!session) return { actor: VISITOR, session: null, cookies: [] };
  const actor = await loadActor(db, session.personId);
  if (actor.kind !== 'person') return { actor, session: null, cookies: [] };
  const cookies = method === 'POST' ? await prolongSession(db, client) : [];
  return { actor, session, cookies };
}
