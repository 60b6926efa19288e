/** What every command on minutes begins with. */
import type { Event } from '#domain/events/model.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import { actorLabel, type Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Tx } from '#server/db/connection.ts';
import { sql } from 'kysely';
import type { EventId } from '#shared/ids.ts';
import type { Minutes } from '../../model.ts';
import { readMinutes } from '../queries.ts';

/**
 * The edition with its minutes, held until the transaction ends: of two people at once, the second reads what the first
 * wrote. @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function lockMinutes(
  tx: Tx,
  actor: Actor,
  id: EventId
): Promise<{ event: Event; minutes: Minutes }> {
  const event = await getManagedEventById(tx, actor, id);
  await tx
    .insertInto('minutes')
    .values({ event_id: id })
    .onConflict((one) => one.column('event_id').doNothing())
    .execute();
  await tx
    .selectFrom('minutes')
    .select('event_id')
    .where('event_id', '=', id)
    .forUpdate()
    .execute();
  return { event, minutes: await readMinutes(tx, id) };
}

/** Says who wrote last. */
export async function touchMinutes(tx: Tx, actor: Actor, id: EventId): Promise<void> {
  await tx
    .updateTable('minutes')
    .set((eb) => ({
      version: eb('version', '+', 1),
      updated_by: actorLabel(actor),
      updated_at: sql<Date>`now()`
    }))
    .where('event_id', '=', id)
    .execute();
}

/** Keeps the trace of what was done to the minutes of an edition. */
export function traceMinutes(
  tx: Tx,
  actor: Actor,
  action: string,
  { id, title, territory }: Event,
  detail?: Readonly<Record<string, unknown>>
): Promise<void> {
  const target = { kind: 'event', id, label: title };
  return recordAudit(tx, actor, {
    action,
    target,
    territory: territory.id,
    ...(detail && { detail })
  });
}
