/** Who does what for when: written with the minutes, settled by who does it. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import { actorLabel, type Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, FollowUpId, StructureId } from '#shared/ids.ts';
import type { FollowUp, FollowUpStatus } from '../../follow-ups.ts';
import type { FollowUpInput } from '../../forms.ts';
import { joined, type Minutes } from '../../model.ts';
import { canSettleFollowUp } from '../../rules.ts';
import { readMinutes } from '../queries.ts';
import { lockMinutes, touchMinutes, traceMinutes } from '../writing/commands.ts';
import { listPossibleDoers } from './queries.ts';

export type FollowUpSaved =
  | { readonly ok: true; readonly followUp: FollowUpId }
  | {
      readonly ok: false;
      readonly reason: 'validated' | 'removed' | 'unknown-person' | 'unknown-structure';
    }
  | { readonly ok: false; readonly reason: 'conflict'; readonly theirs: FollowUp }
  | SecondReadingRefusal;

export interface FollowUpChange {
  /** Null: a new one. */
  readonly followUp: FollowUpId | null;
  readonly version: number;
  readonly input: FollowUpInput;
  readonly reread?: boolean;
  /** Keeps what is there, and adds what was typed; who does it and for when are those typed. */
  readonly join?: boolean;
}

/** @throws NotFound, Forbidden unless the actor manages the edition. */
export function saveFollowUp(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { followUp, version, input, reread = false, join = false }: FollowUpChange
): Promise<FollowUpSaved> {
  return inTransaction(executor, async (tx) => {
    const { event, minutes } = await lockMinutes(tx, actor, id);
    if (minutes.status === 'validated') return { ok: false, reason: 'validated' };
    const same = findSame(minutes, followUp, input);
    if (same) return { ok: true, followUp: same.id };
    const unread = refuseUnread({ what: input.what, who: input.who }, reread);
    if (unread) return unread;
    const theirs = minutes.followUps.find((one) => one.id === followUp);
    if (followUp !== null && !theirs) return { ok: false, reason: 'removed' };
    if (theirs && theirs.version !== version) return { ok: false, reason: 'conflict', theirs };
    const who = await resolveWho(tx, id, input, theirs ?? null);
    if (!who.ok) return who;
    const what = join && theirs ? joined(theirs.what, input.what) : input.what;
    const columns = { what, ...who.columns, due_on: input.due, updated_by: actorLabel(actor) };
    const saved = theirs ? await replace(tx, theirs, columns) : await insert(tx, id, columns);
    await touchMinutes(tx, actor, id);
    await traceMinutes(tx, actor, 'minutes.write', event);
    return { ok: true, followUp: saved };
  });
}

function findSame({ followUps }: Minutes, id: FollowUpId | null, input: FollowUpInput) {
  return followUps.find(
    (one) =>
      (id === null || one.id === id) &&
      one.what === input.what &&
      one.dueOn === input.due &&
      (one.person?.id ?? null) === input.person &&
      (one.structure?.slug ?? '') === input.structure &&
      one.whoLabel === input.who
  );
}

interface Columns {
  readonly person_id: string | null;
  readonly structure_id: StructureId | null;
  readonly who_label: string;
}

type Who =
  { ok: true; columns: Columns } | { ok: false; reason: 'unknown-person' | 'unknown-structure' };

async function resolveWho(
  tx: Tx,
  event: EventId,
  { person, structure, who }: FollowUpInput,
  before: FollowUp | null
): Promise<Who> {
  const known = person === null || person === before?.person?.id;
  if (!known && !(await listPossibleDoers(tx, event)).some(({ id }) => id === person))
    return { ok: false, reason: 'unknown-person' };
  const fiche = structure ? await findStructure(tx, structure) : null;
  if (structure && !fiche) return { ok: false, reason: 'unknown-structure' };
  return { ok: true, columns: { person_id: person, structure_id: fiche, who_label: who } };
}

async function findStructure(tx: Tx, slug: string): Promise<StructureId | null> {
  const row = await tx
    .selectFrom('structure')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirst();
  return (row?.id ?? null) as StructureId | null;
}

type Row = Columns & {
  readonly what: string;
  readonly due_on: string | null;
  readonly updated_by: string;
};

async function insert(tx: Tx, event: EventId, row: Row): Promise<FollowUpId> {
  const { id } = await tx
    .insertInto('follow_up')
    .values({
      ...{ ...row, event_id: event },
      position: sql<number>`(select coalesce(max(position), 0) + 1 from follow_up where event_id = ${event})`
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id as FollowUpId;
}

async function replace(tx: Tx, { id, version }: FollowUp, row: Row): Promise<FollowUpId> {
  await tx
    .updateTable('follow_up')
    .set({ ...row, version: version + 1, updated_at: sql<Date>`now()` })
    .where('id', '=', id)
    .execute();
  return id;
}

/**
 * Takes a follow-up off while the minutes are written, or puts it back.
 * @returns false once they are validated, or when there is nothing to do.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export function arrangeFollowUp(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { followUp, gesture }: { readonly followUp: FollowUpId; readonly gesture: 'remove' | 'restore' }
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const { event, minutes } = await lockMinutes(tx, actor, id);
    if (minutes.status === 'validated') return false;
    const removed = gesture === 'remove';
    const { numUpdatedRows } = await tx
      .updateTable('follow_up')
      .set({ removed_at: removed ? sql<Date>`now()` : null })
      .where('id', '=', followUp)
      .where('event_id', '=', id)
      .where('removed_at', removed ? 'is' : 'is not', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await touchMinutes(tx, actor, id);
    await traceMinutes(tx, actor, 'minutes.arrange', event, { gesture });
    return true;
  });
}

export interface Settling {
  readonly status: FollowUpStatus;
  readonly outcome: string;
  readonly reread?: boolean;
}

/**
 * Says what came of a follow-up, or opens it again.
 * @throws NotFound, also of one whose minutes are still written. @throws Forbidden unless it is hers to settle.
 */
export function settleFollowUp(
  executor: Executor,
  actor: Actor,
  id: FollowUpId,
  { status, outcome, reread = false }: Settling,
  now: Date
): Promise<{ readonly ok: true } | SecondReadingRefusal> {
  return inTransaction(executor, async (tx) => {
    const { event, followUp } = await lockFollowUp(tx, id);
    if (!canSettleFollowUp(actor, event.place, followUp))
      throw new Forbidden('Ce suivi est confié à quelqu’un d’autre.');
    const unread = refuseUnread({ outcome }, reread);
    if (unread) return unread;
    if (followUp.status === status && followUp.outcome === outcome) return { ok: true };
    await tx
      .updateTable('follow_up')
      .set({
        ...{
          status,
          outcome: status === 'open' ? '' : outcome,
          done_at: status === 'open' ? null : now
        },
        ...{ version: followUp.version + 1, updated_by: actorLabel(actor), updated_at: now }
      })
      .where('id', '=', id)
      .execute();
    await traceMinutes(tx, actor, 'minutes.follow-up', event, { status });
    return { ok: true };
  });
}

async function lockFollowUp(tx: Tx, id: FollowUpId) {
  const row = await tx
    .selectFrom('follow_up')
    .select('event_id')
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  const event = row && (await findEventById(tx, row.event_id as EventId));
  const minutes = event && (await readMinutes(tx, event.id));
  const followUp = minutes?.followUps.find((one) => one.id === id);
  if (!event || minutes?.status !== 'validated' || !followUp)
    throw new NotFound('Ce suivi n’existe plus.');
  return { event, followUp };
}
