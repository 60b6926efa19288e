import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId, RoomId } from '#shared/ids.ts';
import type { RoomInput } from '../../../programme.ts';
import { getManagedEventById } from '../../queries.ts';
import { recordProgramme } from '../rows/commands.ts';

export type RoomOutcome = { ok: true; room: RoomId } | { ok: false; reason: 'name-taken' | 'gone' };

/**
 * Adds a room to an edition, after the others.
 * @throws Forbidden, NotFound.
 */
export function createRoom(
  executor: Executor,
  actor: Actor,
  eventId: EventId,
  input: RoomInput
): Promise<RoomOutcome> {
  return inTransaction(executor, async (tx) => {
    const event = await getManagedEventById(tx, actor, eventId);
    const { rows } = await sql<{ id: RoomId }>`
      insert into event_room (event_id, name, capacity, note, position)
      select ${event.id}, ${input.name}, ${input.capacity}, ${input.note}, coalesce(max(position), -1) + 1
      from event_room where event_id = ${event.id}
      on conflict (event_id, name) do nothing
      returning id`.execute(tx);
    const room = rows[0]?.id;
    if (!room) return { ok: false, reason: 'name-taken' };
    await recordProgramme(tx, actor, event, { action: 'room.create', id: room, label: input.name });
    return { ok: true, room };
  });
}

/**
 * Changes a room.
 * @throws Forbidden, NotFound.
 */
export function updateRoom(
  executor: Executor,
  actor: Actor,
  key: { readonly event: EventId; readonly room: RoomId },
  input: RoomInput
): Promise<RoomOutcome> {
  return inTransaction(executor, async (tx) => {
    const event = await getManagedEventById(tx, actor, key.event);
    const { rows } = await sql<{ id: RoomId; name: string }>`
      select id, name from event_room where event_id = ${event.id}
        and (id = ${key.room} or name = ${input.name}) for update`.execute(tx);
    if (!rows.some(({ id }) => id === key.room)) return { ok: false, reason: 'gone' };
    if (rows.length > 1) return { ok: false, reason: 'name-taken' };
    await tx
      .updateTable('event_room')
      .set({ name: input.name, capacity: input.capacity, note: input.note })
      .where('id', '=', key.room)
      .execute();
    await recordProgramme(tx, actor, event, {
      action: 'room.update',
      id: key.room,
      label: input.name
    });
    return { ok: true, room: key.room };
  });
}

/**
 * Removes a room: its sessions stay, without a room.
 * @returns how many sessions had it; null when it was already gone.
 * @throws Forbidden, NotFound.
 */
export function deleteRoom(
  executor: Executor,
  actor: Actor,
  key: { readonly event: EventId; readonly room: RoomId }
): Promise<number | null> {
  return inTransaction(executor, async (tx) => {
    const event = await getManagedEventById(tx, actor, key.event);
    const { sessions } = await tx
      .selectFrom('programme_session')
      .select((eb) => eb.fn.countAll<number>().as('sessions'))
      .where('room_id', '=', key.room)
      .executeTakeFirstOrThrow();
    const { rows } = await sql<{ name: string }>`
      delete from event_room where event_id = ${event.id} and id = ${key.room}
      returning name`.execute(tx);
    if (!rows[0]) return null;
    await recordProgramme(tx, actor, event, {
      action: 'room.delete',
      id: key.room,
      label: rows[0].name
    });
    return sessions;
  });
}
