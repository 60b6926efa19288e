import { listTerritoryOverviews } from '#domain/directory/server/overview/queries.ts';
import { listAudiences, listThemes } from '#domain/directory/server/queries.ts';
import { listAgenda } from '#domain/events/server/listing/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { db, actor } = locals;
  const [themes, audiences, overviews, agenda] = await Promise.all([
    listThemes(db),
    listAudiences(db),
    listTerritoryOverviews(db),
    listAgenda(db, actor, { perPage: 3 }, new Date())
  ]);
  return { themes, audiences, overviews, events: agenda.events };
};
