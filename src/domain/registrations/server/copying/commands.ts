/** A new edition from another, with the way people register for it. */
import { sql } from 'kysely';
import type { CopyInput, Copied } from '#domain/events/server/copying/commands.ts';
import { copyEvent } from '#domain/events/server/copying/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId } from '#shared/ids.ts';

/**
 * Opens a new edition from another: all that {@link copyEvent} copies, and the settings of its registrations, its
 * categories and its questions. Never the registrations, nor the days on which they open and close.
 * @throws NotFound, Forbidden
 */
export function renewEdition(
  executor: Executor,
  actor: Actor,
  source: EventId,
  input: CopyInput,
  now: Date
): Promise<Copied> {
  return inTransaction(executor, async (tx) => {
    const copied = await copyEvent(tx, actor, source, input, now);
    if (copied.ok) await copyDesk(tx, source, copied.id);
    return copied;
  });
}

/** The desk of the new edition is there already: a trigger makes it with the edition. */
async function copyDesk(tx: Tx, from: EventId, to: EventId): Promise<void> {
  await sql`
    update registration_desk set
      promotion = d.promotion, offer_hours = d.offer_hours, asks_commune = d.asks_commune,
      asks_meal = d.asks_meal, asks_access = d.asks_access, asks_half_days = d.asks_half_days,
      groups_allowed = d.groups_allowed, list_shared = d.list_shared, photo_asked = d.photo_asked,
      message = d.message
    from registration_desk d
    where registration_desk.event_id = ${to} and d.event_id = ${from}`.execute(tx);
  await sql`
    insert into registration_category (event_id, label, note, capacity, position)
    select ${to}, label, note, capacity, position
    from registration_category where event_id = ${from} order by id`.execute(tx);
  await sql`
    insert into registration_question (event_id, kind, label, hint, options, required, position)
    select ${to}, kind, label, hint, options, required, position
    from registration_question where event_id = ${from} order by id`.execute(tx);
}
