/** Takes indicators off, puts them back, and orders them. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { IndicatorId } from '#shared/ids.ts';
import { endIndicatorChange, holdPlace } from '../holding/commands.ts';
import { findWritten, listWritten } from '../rows/queries.ts';

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
  return setRemoved(executor, actor, id, true);
}

/** @returns false when it was there. @throws NotFound, Forbidden likewise. */
export function restoreIndicator(
  executor: Executor,
  actor: Actor,
  id: IndicatorId
): Promise<boolean> {
  return setRemoved(executor, actor, id, false);
}

function setRemoved(
  executor: Executor,
  actor: Actor,
  id: IndicatorId,
  removed: boolean
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const found = await findWritten(tx, id);
    if (!found) throw new NotFound('Cet indicateur n’existe plus.');
    const place = await holdPlace(tx, actor, found);
    if ((await findWritten(tx, id))?.removed === removed) return false;
    await tx
      .updateTable('indicator')
      .set({ removed_at: removed ? sql`now()` : null, version: sql`version + 1` })
      .where('id', '=', id)
      .execute();
    const action = removed ? 'indicator.remove' : 'indicator.restore';
    await endIndicatorChange(tx, actor, place, { action, id, label: found.label });
    return true;
  });
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
    const all = await listWritten(tx, { plan: found.plan, sheet: found.sheet ?? undefined });
    const ids = all.filter((one) => one.sheet === found.sheet).map((one) => one.id);
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
