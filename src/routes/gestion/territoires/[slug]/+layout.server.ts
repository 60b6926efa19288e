import { getTerritoryWork } from '#domain/directory/server/stewardship/queries.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals: { db, actor }, params }) => {
  const territory = await getTerritory(db, params.slug);
  return { territory, work: await getTerritoryWork(db, actor, territory.id) };
};
