import { listUnsettledPoints } from '#domain/events/server/workshop/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';

/**
 * What the workshop of an edition left to settle and its minutes do not say yet, oldest first. One that was taken off the
 * minutes is not proposed again. For who has been let in already.
 */
export async function listPointsToTakeUp(db: Executor, event: EventId): Promise<string[]> {
  const points = await listUnsettledPoints(db, event);
  if (points.length === 0) return [];
  const rows = await db
    .selectFrom('follow_up')
    .select('what')
    .where('event_id', '=', event)
    .execute();
  const said = new Set(rows.map(({ what }) => what));
  return [...new Set(points.map(({ what }) => what))].filter((what) => !said.has(what));
}
