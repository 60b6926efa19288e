import { listTerritoryOverviews } from '#domain/directory/server/overview/queries.ts';
import { listAudiences, listThemes } from '#domain/directory/server/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { db } = locals;
  const [themes, audiences, overviews] = await Promise.all([
    listThemes(db),
    listAudiences(db),
    listTerritoryOverviews(db)
  ]);
  return { themes, audiences, overviews };
};
