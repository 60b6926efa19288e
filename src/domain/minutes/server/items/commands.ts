/** Points, decisions and expectations: each with a version of its own, so that two people write two at once. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import { actorLabel, type Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId, MinutesItemId } from '#shared/ids.ts';
import type { ItemInput } from '../../forms.ts';
import { bothTexts, type Minutes, type MinutesItem } from '../../model.ts';
import { lockMinutes, touchMinutes, traceMinutes } from '../writing/commands.ts';

/** `conflict`: somebody wrote meanwhile. `removed`: somebody took it off; what was typed may be added again. */
export type ItemSaved =
  | { readonly ok: true; readonly item: MinutesItemId }
  | { readonly ok: false; readonly reason: 'validated' }
  | { readonly ok: false; readonly reason: 'removed' }
  | { readonly ok: false; readonly reason: 'conflict'; readonly theirs: MinutesItem }
  | SecondReadingRefusal;

export interface ItemChange {
  /** Null: a new one. */
  readonly item: MinutesItemId | null;
  /** As it was read. */
  readonly version: number;
  readonly input: ItemInput;
  readonly reread?: boolean;
  /** Keeps what is there, and adds what was typed. */
  readonly join?: boolean;
}

/** @throws NotFound, Forbidden unless the actor manages the edition. */
export function saveItem(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { item, version, input, reread = false, join = false }: ItemChange
): Promise<ItemSaved> {
  return inTransaction(executor, async (tx) => {
    const { event, minutes } = await lockMinutes(tx, actor, id);
    if (minutes.status === 'validated') return { ok: false, reason: 'validated' };
    const same = findSame(minutes, item, input);
    if (same) return { ok: true, item: same.id };
    const unread = refuseUnread({ title: input.title, body: input.body }, reread);
    if (unread) return unread;
    const theirs = minutes.items.find((one) => one.id === item);
    if (item !== null && !theirs) return { ok: false, reason: 'removed' };
    if (theirs && theirs.version !== version) return { ok: false, reason: 'conflict', theirs };
    const saved = theirs
      ? await replace(tx, actor, theirs, join ? bothTexts(theirs, input) : input)
      : await insert(tx, actor, id, input);
    await touchMinutes(tx, actor, id);
    await traceMinutes(tx, actor, 'minutes.write', event);
    return { ok: true, item: saved };
  });
}

/** The form was sent twice: what it says is there already. */
function findSame({ items }: Minutes, item: MinutesItemId | null, input: ItemInput) {
  return items.find(
    (one) =>
      (item === null || one.id === item) &&
      one.kind === input.kind &&
      one.title === input.title &&
      one.body === input.body
  );
}

async function insert(tx: Tx, actor: Actor, event: EventId, { kind, title, body }: ItemInput) {
  const { id } = await tx
    .insertInto('minutes_item')
    .values({
      ...{ event_id: event, kind, title, body, updated_by: actorLabel(actor) },
      position: sql<number>`(select coalesce(max(position), 0) + 1 from minutes_item
        where event_id = ${event} and kind = ${kind})`
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id as MinutesItemId;
}

async function replace(
  tx: Tx,
  actor: Actor,
  { id, version }: MinutesItem,
  { title, body }: Pick<ItemInput, 'title' | 'body'>
): Promise<MinutesItemId> {
  await tx
    .updateTable('minutes_item')
    .set({
      title,
      body,
      version: version + 1,
      updated_by: actorLabel(actor),
      updated_at: sql<Date>`now()`
    })
    .where('id', '=', id)
    .execute();
  return id;
}

export type ItemGesture = 'up' | 'down' | 'remove' | 'restore';

/**
 * Moves a piece among those of its kind, takes it off, or puts it back where it was.
 * @returns false once the minutes are validated, or when there is nothing to do.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export function arrangeItem(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { item, gesture }: { readonly item: MinutesItemId; readonly gesture: ItemGesture }
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const { event, minutes } = await lockMinutes(tx, actor, id);
    if (minutes.status === 'validated') return false;
    const isDone =
      gesture === 'up' || gesture === 'down'
        ? await move(tx, minutes, item, gesture)
        : await mark(tx, id, item, gesture === 'remove');
    if (!isDone) return false;
    await touchMinutes(tx, actor, id);
    await traceMinutes(tx, actor, 'minutes.arrange', event, { gesture });
    return true;
  });
}

async function mark(
  tx: Tx,
  event: EventId,
  item: MinutesItemId,
  removed: boolean
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('minutes_item')
    .set({ removed_at: removed ? sql<Date>`now()` : null })
    .where('id', '=', item)
    .where('event_id', '=', event)
    .where('removed_at', removed ? 'is' : 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function move(
  tx: Tx,
  { items }: Minutes,
  item: MinutesItemId,
  way: 'up' | 'down'
): Promise<boolean> {
  const kind = items.find(({ id }) => id === item)?.kind;
  const order = items.filter((one) => one.kind === kind).map(({ id }) => id);
  const from = order.indexOf(item);
  const to = way === 'up' ? from - 1 : from + 1;
  if (from < 0 || to < 0 || to >= order.length) return false;
  [order[from], order[to]] = [order[to]!, order[from]!];
  await sql`update minutes_item i set position = o.at
    from unnest(${order}::bigint[]) with ordinality as o (id, at) where i.id = o.id`.execute(tx);
  return true;
}
