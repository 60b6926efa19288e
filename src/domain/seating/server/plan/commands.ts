/** The plan of an edition: its settings, and who sits where. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Event } from '#domain/events/model.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { instantOf } from '#shared/dates.ts';
import type { EventId } from '#shared/ids.ts';
import type { TablePlanInput } from '../../forms.ts';
import type { PlanSeat, TablePlan } from '../../plan.ts';
import { getTablePlan } from './queries.ts';

export type PlanSaved =
  | { readonly ok: true; readonly version: number }
  | {
      readonly ok: false;
      /** done: a round that has taken place stays. session: it is not of this edition. */
      readonly reason: 'stale' | 'done' | 'session';
    }
  | SecondReadingRefusal;

/**
 * Settles the rounds, the tables and what an encounter is worth; makes the plan when there is none. Seats of rounds that
 * are no more go with them; the others stay as they are.
 * @param input.version - as it was read; 0 when there was no plan.
 * @throws NotFound. @throws Forbidden unless the actor manages the edition.
 */
export function saveTablePlan(
  db: Executor,
  actor: Actor,
  input: {
    readonly event: EventId;
    readonly version: number;
    readonly plan: TablePlanInput;
    readonly reread?: boolean;
  }
): Promise<PlanSaved> {
  const { event: id, version, plan, reread = false } = input;
  return inTransaction(db, async (tx): Promise<PlanSaved> => {
    const event = await getManagedEventById(tx, actor, id);
    const isThere = await lockPlan(tx, id);
    if (!isThere && (version !== 0 || !(await beginPlan(tx, id))))
      return { ok: false, reason: 'stale' };
    const before = (await getTablePlan(tx, id))!;
    if (isThere && before.version !== version) return { ok: false, reason: 'stale' };
    if (before.rounds.some(({ number, doneAt }) => doneAt && number > plan.rounds.length))
      return { ok: false, reason: 'done' };
    const unread = refuseUnread(newWords(plan, before), reread);
    if (unread) return undone(tx, version, id, unread);
    if (plan.session !== null && !(await isSessionOf(tx, id, plan.session)))
      return { ok: false, reason: 'session' };
    await writeSettings(tx, id, plan);
    await writeRounds(tx, event, plan.rounds);
    await writeTables(tx, id, plan.tables);
    await tracePlan(tx, actor, event, 'table-plan.save');
    return { ok: true, version: await bumpPlan(tx, id) };
  });
}

/**
 * Writes who sits where, all at once, in place of what there was; rounds that have taken place are facts and stay as they
 * are. Registrations of another edition are left out. The version of the plan moves.
 */
export async function writeSeats(
  executor: Executor,
  event: EventId,
  seats: readonly PlanSeat[]
): Promise<void> {
  await inTransaction(executor, async (tx) => {
    await sql`
      delete from table_plan_seat s using table_plan_round r
      where s.event_id = ${event} and r.event_id = s.event_id and r.number = s.round_number
        and r.done_at is null`.execute(tx);
    await sql`
      insert into table_plan_seat (event_id, round_number, registration_id, table_number, pinned)
      select ${event}, w.round, w.registration, w.table_number, w.pinned
      from unnest(${seats.map(({ round }) => round)}::int[], ${seats.map((one) => one.registration)}::bigint[],
        ${seats.map(({ table }) => table)}::int[], ${seats.map(({ pinned }) => pinned)}::boolean[])
        as w (round, registration, table_number, pinned)
      join registration g on g.id = w.registration and g.event_id = ${event}
      join table_plan_round r on r.event_id = ${event} and r.number = w.round and r.done_at is null`.execute(
      tx
    );
    await bumpPlan(tx, event);
  });
}

/** Nobody else changes the plan until the transaction ends. @returns whether there is one. */
export async function lockPlan(tx: Tx, event: EventId): Promise<boolean> {
  const row = await tx
    .selectFrom('table_plan')
    .select('event_id')
    .where('event_id', '=', event)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** What was drawn or shown for the plan as it was is told from it now. @returns its version. */
export async function bumpPlan(executor: Executor, event: EventId): Promise<number> {
  const { version } = await executor
    .updateTable('table_plan')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('event_id', '=', event)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

/** Keeps the trace of a gesture on the plan. */
export function tracePlan(
  executor: Executor,
  actor: Actor,
  { id, title, territory }: Pick<Event, 'id' | 'title' | 'territory'>,
  action: string
): Promise<void> {
  const target = { kind: 'event', id, label: title };
  return recordAudit(executor, actor, { action, target, territory: territory.id });
}

/** @returns false when somebody else has just begun one. */
async function beginPlan(tx: Tx, event: EventId): Promise<boolean> {
  const begun = await tx
    .insertInto('table_plan')
    .values({ event_id: event })
    .onConflict((conflict) => conflict.doNothing())
    .returning('event_id')
    .executeTakeFirst();
  return begun !== undefined;
}

/** A plan that was begun for what is now refused is no plan. */
async function undone<T>(tx: Tx, version: number, event: EventId, refusal: T): Promise<T> {
  if (version === 0) await tx.deleteFrom('table_plan').where('event_id', '=', event).execute();
  return refusal;
}

/** The words that were not there: what was read again once is not asked about again. */
function newWords({ rounds, tables }: TablePlanInput, before: TablePlan): Record<string, string> {
  const known = new Set([
    ...before.rounds.map(({ topic }) => topic),
    ...before.tables.map(({ name }) => name)
  ]);
  const said = [
    ...rounds.map(({ topic }, at) => [`rounds.${at}.topic`, topic] as const),
    ...tables.map(({ name }, at) => [`tables.${at}.name`, name] as const)
  ];
  return Object.fromEntries(said.filter(([, words]) => !known.has(words)));
}

async function isSessionOf(tx: Tx, event: EventId, session: number): Promise<boolean> {
  const row = await tx
    .selectFrom('programme_session')
    .select('id')
    .where('id', '=', session)
    .where('event_id', '=', event)
    .executeTakeFirst();
  return row !== undefined;
}

async function writeSettings(
  tx: Tx,
  event: EventId,
  { session, most, weights }: TablePlanInput
): Promise<void> {
  await tx
    .updateTable('table_plan')
    .set({
      ...{ session_id: session, most },
      weigh_unknown: weights.unknown,
      weigh_profession: weights.profession,
      weigh_structure: weights.structure
    })
    .where('event_id', '=', event)
    .execute();
}

async function writeRounds(
  tx: Tx,
  { id, timeZone }: Event,
  rounds: TablePlanInput['rounds']
): Promise<void> {
  await tx
    .deleteFrom('table_plan_round')
    .where('event_id', '=', id)
    .where('number', '>', rounds.length)
    .execute();
  await tx
    .deleteFrom('table_plan_rule')
    .where('event_id', '=', id)
    .where('round_number', '>', rounds.length)
    .execute();
  await tx
    .insertInto('table_plan_round')
    .values(
      rounds.map(({ startsAt, topic }, at) => ({
        ...{ event_id: id, number: at + 1, topic },
        starts_at: startsAt && instantOf(startsAt, timeZone)
      }))
    )
    .onConflict((conflict) =>
      conflict.columns(['event_id', 'number']).doUpdateSet((eb) => ({
        starts_at: eb.ref('excluded.starts_at'),
        topic: eb.ref('excluded.topic')
      }))
    )
    .execute();
}

async function writeTables(
  tx: Tx,
  event: EventId,
  tables: TablePlanInput['tables']
): Promise<void> {
  await tx.deleteFrom('table_plan_table').where('event_id', '=', event).execute();
  if (tables.length === 0) return;
  await tx
    .insertInto('table_plan_table')
    .values(tables.map((table, at) => ({ event_id: event, number: at + 1, ...table })))
    .execute();
}
