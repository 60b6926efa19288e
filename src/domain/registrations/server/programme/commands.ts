import type { SessionInput } from '#domain/events/programme.ts';
import {
  updateSession,
  type SessionKey,
  type SessionOutcome
} from '#domain/events/server/programme/commands.ts';
import {
  deleteSession,
  type DeletionOutcome
} from '#domain/events/server/programme/removal/commands.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { atDesk } from '../places/settling/commands.ts';

/**
 * Changes a session that people may have chosen: the places it has besides go at once to who waits.
 * @throws Forbidden, NotFound.
 */
export async function changeSession(
  executor: Executor,
  actor: Actor,
  key: SessionKey,
  input: { readonly session: SessionInput; readonly reread: boolean },
  { now }: { now: Date }
): Promise<SessionOutcome> {
  const event = await getManagedEventById(executor, actor, key.event);
  return atDesk(executor, event, now, (tx) => updateSession(tx, actor, key, input));
}

/**
 * Deletes a session that people may be choosing: the desk first, as they do. Taken in the other order, each would wait
 * for the other.
 * @param input.told - how many people had chosen it, as the actor was told before she decided.
 * @throws Forbidden, NotFound.
 */
export async function removeSession(
  executor: Executor,
  actor: Actor,
  key: SessionKey,
  input: { readonly told: number },
  { now }: { now: Date }
): Promise<DeletionOutcome> {
  const event = await getManagedEventById(executor, actor, key.event);
  return atDesk(executor, event, now, (tx) => deleteSession(tx, actor, key, input));
}
