import { readNetworkHealth } from '#domain/sharing/server/health/queries.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const territory = await getTerritory(db, params.slug);
  return { territory, health: await readNetworkHealth(db, actor, territory.id, new Date()) };
};
