import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { animates } from '#domain/identity/rules.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, Invalid } from '#shared/errors.ts';
import type { BulkChangeId, StructureId, TerritoryId } from '#shared/ids.ts';
import {
  targetOf,
  territoryOf,
  type BulkAction,
  type BulkChange,
  type BulkKind,
  type BulkSelection
} from '../../bulk.ts';
import { assertMayBulk, chosen } from './queries.ts';
import { getBulkChange } from './report/queries.ts';
import { writeValues, type ValuePlace } from './writing/commands.ts';

/** A preview that nobody applied is forgotten after this long. */
const PREVIEW_DAYS = 7;

/**
 * Keeps what a change would make of each fiche chosen, for somebody to read. The directory does not change.
 * @param place - the territory whose directory holds the fiches, others are not taken; null: any fiche.
 * @throws Forbidden, or Invalid for a type, a rhythm or a territory that does not exist.
 */
export async function prepareBulkChange(
  executor: Executor,
  actor: Actor,
  place: TerritoryId | null,
  input: { action: BulkAction; selection: BulkSelection },
  now: Date
): Promise<{ ok: true; id: BulkChangeId } | { ok: false; reason: 'nothing' }> {
  assertMayBulk(actor, place);
  const { action, selection } = input;
  return inTransaction(executor, async (tx) => {
    const where = await findPlace(tx, actor, action);
    if (!where) throw new Invalid([{ path: action.kind, message: 'n’existe pas, ou plus' }]);
    await sql`
      delete from bulk_change where status = 'prepared'
        and created_at < now() - make_interval(days => ${PREVIEW_DAYS})`.execute(tx);
    const person = actor.kind === 'person' ? actor.id : null;
    const { id } = await tx
      .insertInto('bulk_change')
      .values({ territory_id: place, person_id: person, kind: action.kind, value: action.value })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { numAffectedRows } = await sql`
      insert into bulk_change_line (bulk_id, structure_id, version, before, same)
      select ${id}::uuid, id, version, before, before = ${targetOf(action)}
      from (select s.id, s.version, ${valueNow(action)} as before
        from structure s join structure_search n on n.structure_id = s.id
        where ${chosen(place, selection, now)}) as fiche`.execute(tx);
    if (numAffectedRows) return { ok: true, id: id as BulkChangeId };
    await tx.deleteFrom('bulk_change').where('id', '=', id).execute();
    return { ok: false, reason: 'nothing' };
  });
}

function valueNow(action: BulkAction) {
  const said = {
    type: sql`s.type_code`,
    rhythm: sql`s.review_every_months::text`,
    close: sql`s.status`,
    reopen: sql`s.status`
  };
  if (action.kind !== 'enter' && action.kind !== 'leave') return said[action.kind];
  return sql`case when exists (select 1 from structure_territory st
    where st.structure_id = s.id and st.territory_id = ${territoryOf(action)}) then 'in' else 'out' end`;
}

export type BulkOutcome =
  | { ok: true; changed: number; left: number }
  | {
      ok: false;
      /** `done`: not waiting any more; `gone`: its type or territory is no more; `nothing`: every fiche changed since. */
      reason: 'done' | 'gone' | 'nothing';
    };

/**
 * Writes what the preview said, in one transaction. A fiche that somebody changed since the preview is left as it is.
 * @throws Forbidden, NotFound.
 */
export async function applyBulkChange(
  executor: Executor,
  actor: Actor,
  place: TerritoryId | null,
  id: string
): Promise<BulkOutcome> {
  return inTransaction(executor, async (tx) => {
    const change = await holdChange(tx, actor, place, id);
    if (change.status !== 'prepared') return { ok: false, reason: 'done' };
    const where = await findPlace(tx, actor, change.action);
    if (!where) return { ok: false, reason: 'gone' };
    const held = await holdLines(tx, id, sql`not l.same`, sql`l.version`);
    const value = targetOf(change.action);
    const values = held.flatMap((line) => (line.isMine ? [{ ...line, value }] : []));
    if (values.length === 0) return { ok: false, reason: 'nothing' };
    await writeValues(tx, actor, where, values, 'updated');
    await sql`
      update bulk_change_line set applied_version = version + 1
      where bulk_id = ${id} and structure_id = any(${values.map((one) => one.id as number)}::bigint[])`.execute(
      tx
    );
    await close(tx, id, 'applied');
    await trace(tx, actor, { change, place, gesture: 'apply', count: values.length });
    return { ok: true, changed: values.length, left: held.length - values.length };
  });
}

/**
 * Gives back to each fiche what it was before the change, in one transaction. A fiche that somebody changed since stays
 * as she left it.
 * @throws Forbidden, NotFound.
 */
export async function undoBulkChange(
  executor: Executor,
  actor: Actor,
  place: TerritoryId | null,
  id: string
): Promise<BulkOutcome> {
  return inTransaction(executor, async (tx) => {
    const change = await holdChange(tx, actor, place, id);
    if (change.status !== 'applied') return { ok: false, reason: 'done' };
    const where = await findPlace(tx, actor, change.action, 'undo');
    if (!where) return { ok: false, reason: 'gone' };
    const held = await holdLines(
      tx,
      id,
      sql`l.applied_version is not null`,
      sql`l.applied_version`
    );
    const values = held.flatMap((line) => (line.isMine ? [{ ...line, value: line.before }] : []));
    if (values.length === 0) return { ok: false, reason: 'nothing' };
    await writeValues(tx, actor, where, await renewed(tx, change.action.kind, values), 'undone');
    await sql`
      update bulk_change_line set undone = true
      where bulk_id = ${id} and structure_id = any(${values.map((one) => one.id as number)}::bigint[])`.execute(
      tx
    );
    await close(tx, id, 'undone');
    await trace(tx, actor, { change, place, gesture: 'undo', count: values.length });
    return { ok: true, changed: values.length, left: held.length - values.length };
  });
}

/** Whoever else would apply or undo it waits, and no word is merged nor deleted meanwhile. */
async function holdChange(
  tx: Tx,
  actor: Actor,
  place: TerritoryId | null,
  id: string
): Promise<BulkChange> {
  assertMayBulk(actor, place);
  await getBulkChange(tx, actor, place, id);
  await sql`lock table structure in row exclusive mode`.execute(tx);
  await sql`select 1 from bulk_change where id = ${id} for update`.execute(tx);
  return getBulkChange(tx, actor, place, id);
}

interface HeldLine {
  id: StructureId;
  version: number;
  before: string;
  /** Nobody changed it since: it is at the version that the change knows. */
  isMine: boolean;
}

/** Whoever would change these fiches waits for the end of the transaction. */
async function holdLines(
  tx: Tx,
  id: string,
  which: ReturnType<typeof sql>,
  known: ReturnType<typeof sql>
): Promise<HeldLine[]> {
  const { rows } = await sql<HeldLine>`
    select s.id, s.version, l.before, s.version = ${known} and s.merged_into is null as "isMine"
    from bulk_change_line l join structure s on s.id = l.structure_id
    where l.bulk_id = ${id} and ${which} order by s.id for update of s`.execute(tx);
  return rows;
}

/**
 * What the change writes to, or null when its type or its territory is no more.
 * @throws Forbidden for a territory that the actor does not lead.
 */
async function findPlace(
  tx: Tx,
  actor: Actor,
  { kind, value }: BulkAction,
  gesture: 'apply' | 'undo' = 'apply'
): Promise<ValuePlace | null> {
  if (kind === 'rhythm')
    return /^\d+$/.test(value) && +value >= 1 && +value <= 60 ? { kind, territory: null } : null;
  if (kind === 'type' && gesture === 'apply') {
    const type = await tx
      .selectFrom('structure_type')
      .select('code')
      .where('code', '=', value)
      .where('merged_into', 'is', null)
      .executeTakeFirst();
    return type ? { kind, territory: null } : null;
  }
  const id = territoryOf({ kind, value });
  if (id === null) return { kind, territory: null };
  if (!/^\d{1,9}$/.test(value)) return null;
  if (!animates(actor, id))
    throw new Forbidden('Vous n’animez pas le territoire dont l’annuaire changerait.');
  const territory = await tx
    .selectFrom('territory')
    .select(['id', 'slug'])
    .where('id', '=', id)
    .executeTakeFirst();
  return territory ? { kind, territory: { id, slug: territory.slug } } : null;
}

/** A type merged into another since is called by the one that stays. */
async function renewed<V extends { value: string }>(
  tx: Tx,
  kind: BulkKind,
  values: readonly V[]
): Promise<V[]> {
  if (kind !== 'type') return [...values];
  const rows = await tx
    .selectFrom('structure_type')
    .select(['code', 'merged_into'])
    .where('merged_into', 'is not', null)
    .execute();
  const stays = new Map(rows.map((row) => [row.code, row.merged_into!]));
  return values.map((one) => ({ ...one, value: stays.get(one.value) ?? one.value }));
}

async function close(tx: Tx, id: string, status: 'applied' | 'undone'): Promise<void> {
  const at =
    status === 'applied' ? { applied_at: sql<Date>`now()` } : { undone_at: sql<Date>`now()` };
  await tx
    .updateTable('bulk_change')
    .set({ status, ...at })
    .where('id', '=', id)
    .execute();
}

async function trace(
  tx: Tx,
  actor: Actor,
  done: { change: BulkChange; place: TerritoryId | null; gesture: 'apply' | 'undo'; count: number }
): Promise<void> {
  const { change, place, gesture, count } = done;
  await recordAudit(tx, actor, {
    action: 'structure.bulk',
    target: { kind: 'bulk', id: change.id, label: change.title },
    territory: place,
    detail: { gesture, ...change.action, count }
  });
}
