/** Takes indicators off, puts them back, and orders them. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound, type Issue } from '#shared/errors.ts';
import type { IndicatorId } from '#shared/ids.ts';
import { findCrowd } from '../../../figures/definition.ts';
import { endIndicatorChange, holdPlace } from '../holding/commands.ts';
import { findWritten, listWritten, type WrittenIndicator } from '../rows/queries.ts';

/**
 * Takes an indicator off; {@link restoreIndicator} puts it back with its values.
 * @returns false when it was off already.
 * @throws NotFound, Forbidden unless the actor writes the sheet, or leads the plan.
 */
export function removeIndicator(
  executor: Executor,
  actor: Actor,
  id: IndicatorId
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const { place, found } = await hold(tx, actor, id);
    if (found.removed) return false;
    await setRemoved(tx, id, true);
    await endIndicatorChange(tx, actor, place, {
      ...{ action: 'indicator.remove', id, label: found.label }
    });
    return true;
  });
}

/** `refused`: what has come since leaves it no place: another has its name, or there are too many. */
export type IndicatorRestored =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'refused'; readonly issues: readonly Issue[] };

/** Puts one back; it may be there already. @throws NotFound, Forbidden likewise. */
export function restoreIndicator(
  executor: Executor,
  actor: Actor,
  id: IndicatorId
): Promise<IndicatorRestored> {
  return inTransaction(executor, async (tx) => {
    const { place, found } = await hold(tx, actor, id);
    if (!found.removed) return { ok: true };
    const fellows = await listFellows(tx, found);
    const issues = findCrowd(found.label, fellows);
    if (issues.length > 0) return { ok: false, reason: 'refused', issues };
    await setRemoved(tx, id, false);
    await endIndicatorChange(tx, actor, place, {
      ...{ action: 'indicator.restore', id, label: found.label }
    });
    return { ok: true };
  });
}

/** As it is once its place is held. */
async function hold(tx: Tx, actor: Actor, id: IndicatorId) {
  const known = await findWritten(tx, id);
  if (!known) throw new NotFound('Cet indicateur n’existe plus.');
  const place = await holdPlace(tx, actor, known);
  return { place, found: (await findWritten(tx, id)) ?? known };
}

async function listFellows(tx: Tx, { plan, sheet }: WrittenIndicator): Promise<WrittenIndicator[]> {
  const all = await listWritten(tx, { plan, sheet: sheet ?? undefined });
  return all.filter((one) => one.sheet === sheet);
}

async function setRemoved(tx: Tx, id: IndicatorId, removed: boolean): Promise<void> {
  await tx
    .updateTable('indicator')
    .set({ removed_at: removed ? sql`now()` : null, version: sql`version + 1` })
    .where('id', '=', id)
    .execute();
}

/** An indicator in its new place, up or down among its fellows. @returns false when it goes nowhere. */
export function moveIndicator(
  executor: Executor,
  actor: Actor,
  id: IndicatorId,
  way: 'up' | 'down'
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const found = await findWritten(tx, id);
    if (!found || found.removed) throw new NotFound('Cet indicateur n’existe plus.');
    const place = await holdPlace(tx, actor, found);
    const ids = (await listFellows(tx, found)).map((one) => one.id);
    const from = ids.indexOf(id);
    const to = way === 'up' ? from - 1 : from + 1;
    if (from < 0 || to < 0 || to >= ids.length) return false;
    const order = ids.with(from, ids[to]!).with(to, id);
    await sql`update indicator i set position = o.at
      from unnest(${order}::bigint[]) with ordinality as o (id, at) where i.id = o.id`.execute(tx);
    const did = { action: 'indicator.move', id, label: found.label };
    await endIndicatorChange(tx, actor, place, did);
    return true;
  });
}
