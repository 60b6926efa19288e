import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId } from '#shared/ids.ts';
import { codeOf, type Relay, type RelayInput } from '../../relays.ts';
import { findNamedStructure } from '../partners/queries.ts';
import { lockManaged, traceEvent } from '../rows/commands.ts';
import { getRelay } from './queries.ts';

export type RelayOutcome =
  | { readonly ok: true; readonly relay: number }
  | { readonly ok: false; readonly reason: 'code-taken' | 'stale' }
  /** Its posters are out: its link must go on counting. */
  | { readonly ok: false; readonly reason: 'link-used'; readonly registered: number }
  | SecondReadingRefusal;

interface Options {
  /** Slug of the structure chosen in the directory; '' when only a name was typed. */
  readonly structure: string;
  readonly reread: boolean;
}

/**
 * Adds a relay; without a code it gets one from its name.
 * @throws Forbidden, NotFound
 */
export function createRelay(
  executor: Executor,
  actor: Actor,
  eventId: EventId,
  input: RelayInput & Options
): Promise<RelayOutcome> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, eventId);
    const unread = refuseUnread({ message: input.message }, input.reread);
    if (unread) return unread;
    const code = input.code || (await freeCode(tx, event.id, codeOf(input.name)));
    const structure = await findNamedStructure(tx, { name: input.name, slug: input.structure });
    const { rows } = await sql<{ id: number }>`
      insert into event_relay (event_id, structure_id, name, code, message, position)
      select ${event.id}, ${structure}, ${input.name}, ${code}, ${input.message}, coalesce(max(position), -1) + 1
      from event_relay where event_id = ${event.id}
      on conflict (event_id, code) do nothing returning id`.execute(tx);
    if (!rows[0]) return { ok: false, reason: 'code-taken' };
    await traceEvent(tx, actor, 'relay.create', { ...event, title: `${event.title} — ${code}` });
    return { ok: true, relay: rows[0].id };
  });
}

/**
 * Changes a relay. Its code stays once somebody has registered by it: the link is on posters.
 * @param key.stamp - of the relay as it was read. @throws Forbidden, NotFound
 */
export function updateRelay(
  executor: Executor,
  actor: Actor,
  key: { readonly event: EventId; readonly relay: number; readonly stamp: string },
  input: RelayInput & Options
): Promise<RelayOutcome> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, key.event);
    const before = await getRelay(tx, actor, event.id, key.relay);
    const code = input.code || before.code;
    const refusal = await refuseChange(tx, event.id, { ...key, before, code });
    if (refusal) return refusal;
    const unread = refuseUnread({ message: input.message }, input.reread);
    if (unread) return unread;
    const structure =
      input.structure === '' && input.name === before.name
        ? undefined
        : await findNamedStructure(tx, { name: input.name, slug: input.structure });
    await tx
      .updateTable('event_relay')
      .set({
        ...{ name: input.name, code, message: input.message },
        ...(structure === undefined ? {} : { structure_id: structure })
      })
      .where('id', '=', before.id)
      .execute();
    await traceEvent(tx, actor, 'relay.update', { ...event, title: `${event.title} — ${code}` });
    return { ok: true, relay: before.id };
  });
}

/**
 * Removes a relay by which nobody has registered: the others must go on being counted.
 * @throws Forbidden, NotFound
 */
export function deleteRelay(
  executor: Executor,
  actor: Actor,
  key: { readonly event: EventId; readonly relay: number }
): Promise<RelayOutcome> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, key.event);
    // Locked for good: whoever registers by it meanwhile waits, and finds it gone.
    await sql`select from event_relay where id = ${key.relay} for update`.execute(tx);
    const { id, code, registered } = await getRelay(tx, actor, event.id, key.relay);
    if (registered > 0) return { ok: false, reason: 'link-used', registered };
    await tx.deleteFrom('event_relay').where('id', '=', id).execute();
    await traceEvent(tx, actor, 'relay.delete', { ...event, title: `${event.title} — ${code}` });
    return { ok: true, relay: id };
  });
}

async function refuseChange(
  tx: Tx,
  event: EventId,
  { stamp, before, code }: { stamp: string; before: Relay; code: string }
): Promise<RelayOutcome | null> {
  if (before.stamp !== stamp) return { ok: false, reason: 'stale' };
  if (code === before.code) return null;
  if (before.registered > 0)
    return { ok: false, reason: 'link-used', registered: before.registered };
  const taken = await tx
    .selectFrom('event_relay')
    .select('id')
    .where('event_id', '=', event)
    .where('code', '=', code)
    .executeTakeFirst();
  return taken ? { ok: false, reason: 'code-taken' } : null;
}

/** The first code that no relay of the edition has: « cdom », « cdom-2 »… Two people at once wait for the edition. */
async function freeCode(tx: Tx, event: EventId, base: string): Promise<string> {
  const rows = await tx
    .selectFrom('event_relay')
    .select('code')
    .where('event_id', '=', event)
    .execute();
  const taken = new Set(rows.map(({ code }) => code));
  let code = base;
  for (let turn = 2; taken.has(code); turn += 1) code = `${base.slice(0, 36)}-${turn}`;
  return code;
}
