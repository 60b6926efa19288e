import { getTerritory } from '#domain/territory/server/queries.ts';
import { readWaiting } from '../../territoires/waiting.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals: { db, actor }, params }) => {
  const territory = await getTerritory(db, params.slug);
  return { territory, ...(await readWaiting(db, actor, territory.id)) };
};
