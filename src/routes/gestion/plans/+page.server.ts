import { canLeadPlan } from '#domain/plans/rules.ts';
import { listPlans } from '#domain/plans/server/queries.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  const plans = (await listPlans(db, actor)).filter(({ place }) => canLeadPlan(actor, place));
  const led = (await listTerritories(db)).filter(({ id }) => canLeadPlan(actor, { territory: id }));
  const asked = url.searchParams.get('territoire');
  return {
    territories: led
      .filter(({ slug }) => asked === null || slug === asked)
      .map(({ id, slug, name, fictional }) => ({
        ...{ slug, name, fictional },
        plans: plans
          .filter(({ territory }) => territory.id === id)
          .map(({ place: _, ...plan }) => plan)
      })),
    deleted: url.searchParams.has('supprime')
  };
};
