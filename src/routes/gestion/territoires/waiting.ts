import { getTerritoryWork } from '#domain/directory/server/stewardship/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { countConductReports } from '#domain/sharing/server/conduct/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';

/** What waits for whoever leads a network: what every page of it says above itself. @throws Forbidden */
export async function readWaiting(db: Executor, actor: Actor, territory: TerritoryId) {
  const [work, reported] = await Promise.all([
    getTerritoryWork(db, actor, territory),
    countConductReports(db, actor, territory)
  ]);
  const { asked, suggestions, withheld } = work;
  return { work, waiting: { asked, suggestions, withheld, reported } };
}
