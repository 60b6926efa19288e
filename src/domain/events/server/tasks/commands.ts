/** The rétroplanning of an edition. */
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import { actorLabel, type Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId, PersonId } from '#shared/ids.ts';
import { proposeTasks, type TaskInput } from '../../tasks.ts';
import { lockManaged, traceEvent } from '../rows/commands.ts';
import { listPossibleAssignees } from './queries.ts';

export type TaskSaved =
  { ok: true; id: number } | { ok: false; reason: 'unknown-assignee' } | SecondReadingRefusal;

/**
 * Adds a task, or changes one of this edition.
 * @returns unknown-assignee: somebody who does not prepare this edition.
 * @throws NotFound, Forbidden
 */
export function saveTask(
  executor: Executor,
  actor: Actor,
  event: EventId,
  { task, input, reread = false }: { task: number | null; input: TaskInput; reread?: boolean }
): Promise<TaskSaved> {
  return inTransaction(executor, async (tx) => {
    const managed = await lockManaged(tx, actor, event);
    const unread = refuseUnread({ title: input.title, detail: input.detail }, reread);
    if (unread) return unread;
    if (!(await mayBeAssigned(tx, event, input.assignee)))
      return { ok: false, reason: 'unknown-assignee' };
    const id =
      task === null ? await insert(tx, event, input) : await replace(tx, event, task, input);
    await traceEvent(tx, actor, 'event.tasks', managed);
    return { ok: true, id };
  });
}

async function mayBeAssigned(tx: Tx, event: EventId, person: PersonId | null): Promise<boolean> {
  if (person === null) return true;
  return (await listPossibleAssignees(tx, event)).some(({ id }) => id === person);
}

async function insert(tx: Tx, event: EventId, input: TaskInput): Promise<number> {
  const { id } = await tx
    .insertInto('event_task')
    .values({ event_id: event, ...columnsOf(input) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function replace(tx: Tx, event: EventId, task: number, input: TaskInput): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('event_task')
    .set(columnsOf(input))
    .where('id', '=', task)
    .where('event_id', '=', event)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new NotFound(NO_SUCH_TASK);
  return task;
}

const NO_SUCH_TASK = 'Cette tâche n’existe plus : quelqu’un l’a peut-être retirée.';

function columnsOf({ title, detail, daysBefore, assignee }: TaskInput) {
  return { title, detail, days_before: daysBefore, assignee_id: assignee };
}

/** Ticks a task, or unticks it; doing it twice keeps the first. @throws NotFound, Forbidden */
export function checkTask(
  executor: Executor,
  actor: Actor,
  event: EventId,
  { task, done }: { task: number; done: boolean },
  now: Date
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    await lockManaged(tx, actor, event);
    await tx
      .updateTable('event_task')
      .set(done ? { done_at: now, done_by: actorLabel(actor) } : { done_at: null, done_by: '' })
      .where('id', '=', task)
      .where('event_id', '=', event)
      .$if(done, (query) => query.where('done_at', 'is', null))
      .execute();
  });
}

/** Takes a task off. @throws NotFound, Forbidden */
export function deleteTask(
  executor: Executor,
  actor: Actor,
  event: EventId,
  task: number
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const managed = await lockManaged(tx, actor, event);
    await tx
      .deleteFrom('event_task')
      .where('id', '=', task)
      .where('event_id', '=', event)
      .execute();
    await traceEvent(tx, actor, 'event.tasks', managed);
  });
}

/** Writes the usual tasks of this kind of edition, those that are there already left aside. @returns how many. */
export function addUsualTasks(executor: Executor, actor: Actor, event: EventId): Promise<number> {
  return inTransaction(executor, async (tx) => {
    const managed = await lockManaged(tx, actor, event);
    const known = await tx
      .selectFrom('event_task')
      .select('title')
      .where('event_id', '=', event)
      .execute();
    const added = proposeTasks(managed.kind).filter(
      ({ title }) => !known.some((one) => one.title === title)
    );
    if (added.length === 0) return 0;
    await tx
      .insertInto('event_task')
      .values(
        added.map((task, position) => ({
          ...{ event_id: event, position },
          ...columnsOf({ ...task, assignee: null })
        }))
      )
      .execute();
    await traceEvent(tx, actor, 'event.tasks', managed);
    return added.length;
  });
}
