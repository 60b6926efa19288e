/** The dated steps of a sheet: each with a version of its own, so that two people write two at once. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { ActionSheetId } from '#shared/ids.ts';
import type { StepInput } from '../../forms/step.ts';
import type { ActionSheet, Step, StepStatus } from '../../sheet.ts';
import { endChange, holdSheet } from '../holding/commands.ts';

/** `conflict`: somebody wrote it meanwhile. `removed`: somebody took it off; what was typed may be added again. */
export type StepSaved =
  | { readonly ok: true; readonly step: number }
  | { readonly ok: false; readonly reason: 'removed' }
  | { readonly ok: false; readonly reason: 'conflict'; readonly theirs: Step }
  | SecondReadingRefusal;

export interface StepChange {
  /** Null: a new one, at the end. */
  readonly step: number | null;
  /** As it was read; of no matter for a new one. */
  readonly version?: number;
  readonly input: StepInput;
  /** A civil day: when a step is said to be done without saying when. */
  readonly today: string;
  readonly reread?: boolean;
}

/** Adds a step, or writes one. Sent twice, it is added once. @throws NotFound, Forbidden unless the actor writes the sheet. */
export function saveStep(
  executor: Executor,
  actor: Actor,
  id: ActionSheetId,
  { step, version, input, today, reread = false }: StepChange
): Promise<StepSaved> {
  return inTransaction(executor, async (tx) => {
    const sheet = await holdSheet(tx, actor, id);
    const wanted = { ...input, doneOn: doneDay(input, today) };
    const same = sheet.steps.find(
      (one) => (step === null || one.id === step) && isSame(one, wanted)
    );
    if (same) return { ok: true, step: same.id };
    const { title, responsible } = input;
    const unread = refuseUnread({ title, responsible }, reread);
    if (unread) return unread;
    const theirs = sheet.steps.find((one) => one.id === step);
    if (step !== null && !theirs) return { ok: false, reason: 'removed' };
    if (theirs && theirs.version !== version) return { ok: false, reason: 'conflict', theirs };
    const saved = theirs ? await replace(tx, theirs, wanted) : await add(tx, id, wanted);
    await end(tx, actor, sheet);
    return { ok: true, step: saved };
  });
}

export interface StepGesture {
  readonly step: number;
  readonly status: StepStatus;
  /** A civil day: the day it is done. */
  readonly today: string;
  /** Goes back on a gesture: done again is done on the day it was. */
  readonly undo?: boolean;
}

/**
 * Says where a step is, in one gesture: done is done today, unless it was already.
 * @returns what it was, so that the gesture can be undone; null when the step is gone.
 * @throws NotFound, Forbidden unless the actor writes the sheet.
 */
export function setStepStatus(
  executor: Executor,
  actor: Actor,
  id: ActionSheetId,
  { step, status, today, undo = false }: StepGesture
): Promise<StepStatus | null> {
  return inTransaction(executor, async (tx) => {
    const sheet = await holdSheet(tx, actor, id);
    const found = sheet.steps.find((one) => one.id === step);
    if (!found || found.status === status) return found?.status ?? null;
    const doneOn = undo ? await dayItWasDone(tx, id, step) : null;
    await replace(tx, found, { ...found, status, doneOn: doneDay({ status, doneOn }, today) });
    await end(tx, actor, sheet, { status });
    return found.status;
  });
}

/** As the last version that had it done says; null when none had. */
async function dayItWasDone(tx: Tx, sheet: ActionSheetId, step: number): Promise<string | null> {
  const { rows } = await sql<{ steps: Step[] }>`
    select document -> 'steps' as steps from action_sheet_version
    where sheet_id = ${sheet} and document -> 'steps' @> ${JSON.stringify([{ id: step, status: 'done' }])}::jsonb
    order by version desc limit 1`.execute(tx);
  return rows[0]?.steps.find(({ id }) => id === step)?.doneOn ?? null;
}

/**
 * Takes a step off. It stays in the versions of the sheet, from where {@link restoreStep} puts it back.
 * @returns false when it was gone already.
 * @throws NotFound, Forbidden unless the actor writes the sheet.
 */
export function removeStep(
  executor: Executor,
  actor: Actor,
  id: ActionSheetId,
  step: number
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const sheet = await holdSheet(tx, actor, id);
    if (!sheet.steps.some((one) => one.id === step)) return false;
    await tx.deleteFrom('action_sheet_step').where('id', '=', step).execute();
    await end(tx, actor, sheet, { gesture: 'remove' });
    return true;
  });
}

/**
 * Puts a step back as the last version that had it says, in its place.
 * @returns false when it is there, or when no version has it.
 * @throws NotFound, Forbidden unless the actor writes the sheet.
 */
export function restoreStep(
  executor: Executor,
  actor: Actor,
  id: ActionSheetId,
  step: number
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const sheet = await holdSheet(tx, actor, id);
    if (sheet.steps.some((one) => one.id === step)) return false;
    const { rows } = await sql<{ steps: Step[] }>`
      select document -> 'steps' as steps from action_sheet_version
      where sheet_id = ${id} and document -> 'steps' @> ${JSON.stringify([{ id: step }])}::jsonb
      order by version desc limit 1`.execute(tx);
    const before = rows[0]?.steps ?? [];
    const place = before.findIndex((one) => one.id === step);
    if (place < 0) return false;
    await insert(tx, id, before[place]!);
    const order = sheet.steps.map((one) => one.id);
    await arrange(tx, order.toSpliced(place, 0, step));
    await end(tx, actor, sheet, { gesture: 'restore' });
    return true;
  });
}

/** Up or down by one; by their days, those without one last; or in this order (those it forgets come last). */
export type StepOrder =
  | { readonly step: number; readonly way: 'up' | 'down' }
  | { readonly by: 'day' }
  | { readonly order: readonly number[] };

/**
 * Puts the steps in another order.
 * @returns the order they were in, so that it can be undone; null when nothing changes.
 * @throws NotFound, Forbidden unless the actor writes the sheet.
 */
export function orderSteps(
  executor: Executor,
  actor: Actor,
  id: ActionSheetId,
  wanted: StepOrder
): Promise<number[] | null> {
  return inTransaction(executor, async (tx) => {
    const sheet = await holdSheet(tx, actor, id);
    const before = sheet.steps.map((one) => one.id);
    const after = reordered(sheet.steps, wanted);
    if (after.every((step, index) => step === before[index])) return null;
    await arrange(tx, after);
    await end(tx, actor, sheet, { gesture: 'order' });
    return before;
  });
}

function reordered(steps: readonly Step[], wanted: StepOrder): number[] {
  const ids = steps.map(({ id }) => id);
  if ('by' in wanted)
    return steps
      .toSorted((a, b) => (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999'))
      .map(({ id }) => id);
  if ('order' in wanted) {
    const known = [...new Set(wanted.order)].filter((id) => ids.includes(id));
    return [...known, ...ids.filter((id) => !known.includes(id))];
  }
  const from = ids.indexOf(wanted.step);
  const to = wanted.way === 'up' ? from - 1 : from + 1;
  if (from < 0 || to < 0 || to >= ids.length) return ids;
  return ids.with(from, ids[to]!).with(to, wanted.step);
}

function doneDay({ status, doneOn }: Pick<Step, 'status' | 'doneOn'>, today: string) {
  return status === 'done' ? (doneOn ?? today) : null;
}

function isSame(one: Step, wanted: StepInput): boolean {
  return (
    one.title === wanted.title &&
    one.dueOn === wanted.dueOn &&
    one.status === wanted.status &&
    one.doneOn === wanted.doneOn &&
    one.responsible === wanted.responsible &&
    one.renewsYearly === wanted.renewsYearly
  );
}

function columnsOf(step: StepInput) {
  return {
    ...{ title: step.title, due_on: step.dueOn, status: step.status, done_on: step.doneOn },
    ...{ responsible: step.responsible, renews_yearly: step.renewsYearly }
  };
}

async function replace(tx: Tx, { id, version }: Step, wanted: StepInput): Promise<number> {
  await tx
    .updateTable('action_sheet_step')
    .set({ ...columnsOf(wanted), version: version + 1 })
    .where('id', '=', id)
    .execute();
  return id;
}

async function add(tx: Tx, sheet: ActionSheetId, wanted: StepInput): Promise<number> {
  const { id } = await tx
    .insertInto('action_sheet_step')
    .values({
      ...{ ...columnsOf(wanted), sheet_id: sheet },
      position: sql<number>`(select coalesce(max(position), 0) + 1 from action_sheet_step where sheet_id = ${sheet})`
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function insert(tx: Tx, sheet: ActionSheetId, step: Step): Promise<void> {
  await sql`insert into action_sheet_step
      (id, sheet_id, position, title, due_on, status, done_on, responsible, renews_yearly, version)
    overriding system value
    values (${step.id}, ${sheet}, 0, ${step.title}, ${step.dueOn}, ${step.status}, ${step.doneOn},
      ${step.responsible}, ${step.renewsYearly}, ${step.version + 1})`.execute(tx);
}

async function arrange(tx: Tx, order: readonly number[]): Promise<void> {
  await sql`update action_sheet_step s set position = o.at
    from unnest(${order}::bigint[]) with ordinality as o (id, at) where s.id = o.id`.execute(tx);
}

async function end(
  tx: Tx,
  actor: Actor,
  sheet: ActionSheet,
  detail?: Readonly<Record<string, unknown>>
): Promise<void> {
  const did = { action: 'sheet.step', change: 'étapes' };
  await endChange(tx, actor, sheet, { ...did, ...(detail && { detail }) });
}
