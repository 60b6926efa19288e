import { listTerritories } from '#domain/territory/server/queries.ts';
import { getTerritoryOverview } from '#domain/directory/server/matrix/overview/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db } }) => {
  const territories = await listTerritories(db);
  const now = new Date();
  return {
    territories: await Promise.all(
      territories.map(async (territory) => {
        const { total, unknown } = await getTerritoryOverview(db, territory, now);
        return { ...territory, structures: total, toSpecify: unknown.length };
      })
    )
  };
};
