import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId, SpeakerId } from '#shared/ids.ts';
import type { SpeakerInput } from '../../../programme.ts';
import { getManagedEventById } from '../../queries.ts';
import { recordProgramme } from '../rows/commands.ts';

/** What is read of a speaker’s structure: one that left the directory leaves its name. */
const known = (input: SpeakerInput) => sql`
  (select id from structure where id = ${input.structure}::bigint and merged_into is null)`;

/**
 * Adds whoever speaks in an edition: somebody, or a structure.
 * @throws Forbidden, NotFound.
 */
export function createSpeaker(
  executor: Executor,
  actor: Actor,
  eventId: EventId,
  input: SpeakerInput
): Promise<SpeakerId> {
  return inTransaction(executor, async (tx) => {
    const event = await getManagedEventById(tx, actor, eventId);
    const { rows } = await sql<{ id: SpeakerId }>`
      insert into event_speaker (event_id, name, title, structure_id, structure_label, position)
      select ${event.id}, ${input.name}, ${input.title}, ${known(input)}, ${input.structureLabel},
        coalesce(max(position), -1) + 1
      from event_speaker where event_id = ${event.id}
      returning id`.execute(tx);
    const { id } = rows[0]!;
    await recordProgramme(tx, actor, event, { action: 'speaker.create', id, label: input.name });
    return id;
  });
}

/**
 * Changes whoever speaks.
 * @returns false when it was removed meanwhile.
 * @throws Forbidden, NotFound.
 */
export function updateSpeaker(
  executor: Executor,
  actor: Actor,
  key: { readonly event: EventId; readonly speaker: SpeakerId },
  input: SpeakerInput
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const event = await getManagedEventById(tx, actor, key.event);
    const { rows } = await sql`
      update event_speaker set name = ${input.name}, title = ${input.title},
        structure_id = ${known(input)}, structure_label = ${input.structureLabel}
      where event_id = ${event.id} and id = ${key.speaker}
      returning id`.execute(tx);
    if (rows.length === 0) return false;
    await recordProgramme(tx, actor, event, {
      action: 'speaker.update',
      id: key.speaker,
      label: input.name
    });
    return true;
  });
}

/**
 * Removes whoever speaks, from every session.
 * @returns false when it was already done.
 * @throws Forbidden, NotFound.
 */
export function deleteSpeaker(
  executor: Executor,
  actor: Actor,
  key: { readonly event: EventId; readonly speaker: SpeakerId }
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const event = await getManagedEventById(tx, actor, key.event);
    const { rows } = await sql<{ name: string }>`
      delete from event_speaker where event_id = ${event.id} and id = ${key.speaker}
      returning name`.execute(tx);
    if (!rows[0]) return false;
    await recordProgramme(tx, actor, event, {
      action: 'speaker.delete',
      id: key.speaker,
      label: rows[0].name
    });
    return true;
  });
}
