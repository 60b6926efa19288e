/** Where a partner stands in the list of an edition, and whether it is there. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId, PartnerId } from '#shared/ids.ts';
import { lockManaged } from '../../rows/commands.ts';
import { lockPartner, trace } from '../commands.ts';

interface Which {
  readonly event: EventId;
  readonly partner: PartnerId;
}

/**
 * Moves a partner one place up or down. @returns false when it was taken off meanwhile.
 * @throws Forbidden, NotFound
 */
export function movePartner(
  executor: Executor,
  actor: Actor,
  which: Which,
  direction: 'up' | 'down'
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, which.event);
    const { rows } = await sql<{ id: PartnerId; name: string }>`
      select id, name from event_partner where event_id = ${event.id} and removed_at is null
      order by position, id for update`.execute(tx);
    const at = rows.findIndex(({ id }) => id === which.partner);
    const moved = rows[at];
    if (!moved) return false;
    const order = rows.map(({ id }) => id).filter((id) => id !== moved.id);
    order.splice(Math.max(0, at + (direction === 'up' ? -1 : 1)), 0, moved.id);
    await sql`
      update event_partner p set position = o.position
      from unnest(${order}::bigint[]) with ordinality as o(id, position) where p.id = o.id`.execute(
      tx
    );
    await trace(tx, actor, event, 'move', moved.name);
    return true;
  });
}

/**
 * Takes a partner off the list: it may be put back, with all that was said of it.
 * @returns its name; null when it was already off. @throws Forbidden, NotFound
 */
export function removePartner(
  executor: Executor,
  actor: Actor,
  which: Which,
  now: Date
): Promise<string | null> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, which.event);
    const partner = await lockPartner(tx, which);
    if (!partner) return null;
    await tx
      .updateTable('event_partner')
      .set({ removed_at: now, version: partner.version + 1 })
      .where('id', '=', which.partner)
      .execute();
    await trace(tx, actor, event, 'remove', partner.name);
    return partner.name;
  });
}

/**
 * Puts back a partner that was taken off, where it stood. @returns its name; null when nothing waits to be put back.
 * @throws Forbidden, NotFound
 */
export function restorePartner(
  executor: Executor,
  actor: Actor,
  which: Which
): Promise<string | null> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, which.event);
    const { rows } = await sql<{ name: string }>`
      update event_partner set removed_at = null, version = version + 1
      where event_id = ${event.id} and id = ${which.partner} and removed_at is not null
      returning name`.execute(tx);
    if (rows[0]) await trace(tx, actor, event, 'restore', rows[0].name);
    return rows[0]?.name ?? null;
  });
}

/**
 * Erases for good a partner that was taken off. @returns its name; null when nothing waits to be erased.
 * @throws Forbidden, NotFound
 */
export function erasePartner(
  executor: Executor,
  actor: Actor,
  which: Which
): Promise<string | null> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, which.event);
    const { rows } = await sql<{ name: string }>`
      delete from event_partner
      where event_id = ${event.id} and id = ${which.partner} and removed_at is not null
      returning name`.execute(tx);
    if (rows[0]) await trace(tx, actor, event, 'erase', rows[0].name);
    return rows[0]?.name ?? null;
  });
}
