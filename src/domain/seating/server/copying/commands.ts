/** A new edition from another, with its registrations, its questionnaires and the settings of its tables. */
import { sql } from 'kysely';
import type { Copied, CopyInput } from '#domain/events/server/copying/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import { renewEdition as renewWithSurveys } from '#domain/surveys/server/copying/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId } from '#shared/ids.ts';

/**
 * Opens a new edition from another: all that questionnaires copy, and its plan of tables: the room, the rounds, what an
 * encounter is worth. Never who sits where, nor a rule about somebody.
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
    const copied = await renewWithSurveys(tx, actor, source, input, now);
    if (copied.ok) await copyPlan(tx, source, copied.id);
    return copied;
  });
}

/** Rounds begin at the same hours, on the day of the new edition; without an hour while it has no day. */
async function copyPlan(tx: Tx, from: EventId, to: EventId): Promise<void> {
  await sql`
    insert into table_plan (event_id, most, weigh_unknown, weigh_profession, weigh_structure)
    select ${to}, most, weigh_unknown, weigh_profession, weigh_structure
    from table_plan where event_id = ${from}`.execute(tx);
  await sql`
    insert into table_plan_round (event_id, number, topic, starts_at)
    select ${to}, r.number, r.topic,
      (r.starts_at at time zone f.time_zone
        + ((t.starts_at at time zone t.time_zone)::date - (f.starts_at at time zone f.time_zone)::date)
          * interval '1 day') at time zone t.time_zone
    from table_plan_round r join event f on f.id = r.event_id join event t on t.id = ${to}
    where r.event_id = ${from}`.execute(tx);
  await sql`
    insert into table_plan_table (event_id, number, name, seats, accessible)
    select ${to}, number, name, seats, accessible
    from table_plan_table where event_id = ${from}`.execute(tx);
}
