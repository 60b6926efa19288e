import { listTerritories } from '#domain/territory/server/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
  territories: await listTerritories(locals.db)
});
