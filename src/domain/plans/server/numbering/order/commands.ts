/** The order of what a plan is made of, and the versions that its sheets keep of where they were. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Tx } from '#server/db/connection.ts';
import type { ActionSheetId, AxisId, ObjectiveId } from '#shared/ids.ts';
import { keepVersion } from '../../versions/commands.ts';

/** Axes, in this order. */
export async function orderAxes(tx: Tx, ids: readonly AxisId[]): Promise<void> {
  await sql`update plan_axis x set position = v.rank
    from unnest(${ids}::bigint[]) with ordinality v (id, rank)
    where x.id = v.id and x.position <> v.rank`.execute(tx);
}

/** Objectives of one axis, in this order. */
export async function orderObjectives(tx: Tx, ids: readonly ObjectiveId[]): Promise<void> {
  await sql`update plan_objective x set position = v.rank
    from unnest(${ids}::bigint[]) with ordinality v (id, rank)
    where x.id = v.id and x.position <> v.rank`.execute(tx);
}

/** Sheets of one objective, of one axis or of none, in this order. */
export async function orderSheets(tx: Tx, ids: readonly ActionSheetId[]): Promise<void> {
  await sql`update action_sheet x set position = v.rank
    from unnest(${ids}::bigint[]) with ordinality v (id, rank)
    where x.id = v.id and x.position <> v.rank`.execute(tx);
}

/** Each of these sheets keeps a version of what was changed. */
export async function keepVersions(
  tx: Tx,
  actor: Actor,
  sheets: readonly ActionSheetId[],
  change: string
): Promise<void> {
  for (const sheet of sheets) await keepVersion(tx, actor, sheet, change);
}
