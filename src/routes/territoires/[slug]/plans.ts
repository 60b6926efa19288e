import type { Actor } from '#domain/identity/model.ts';
import { countSheets } from '#domain/plans/server/overview/queries.ts';
import { listPlans } from '#domain/plans/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';

/** The plans of a territory that an actor reads, with where their sheets stand; closed ones are in the list of plans. */
export async function listTerritoryPlans(db: Database, actor: Actor, territory: TerritoryId) {
  const plans = (await listPlans(db, actor, territory)).filter(({ status }) => status !== 'closed');
  const counts = await countSheets(
    db,
    actor,
    plans.map(({ place }) => place)
  );
  return plans.map(({ place, ...plan }) => ({ ...plan, statuses: counts.get(place.id) ?? [] }));
}
