import { animatesSomewhere } from '#domain/identity/rules.ts';
import { countSheets } from '#domain/plans/server/overview/queries.ts';
import { listPlans } from '#domain/plans/server/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  const all = await listPlans(db, actor);
  const asked = url.searchParams.get('territoire') ?? '';
  const territories = new Map(all.map(({ territory }) => [territory.slug, territory]));
  const territory = territories.get(asked) ?? null;
  const shown = territory ? all.filter((plan) => plan.territory.slug === asked) : all;
  const counts = await countSheets(
    db,
    actor,
    shown.map(({ place }) => place)
  );
  const plans = shown.map(({ place, ...plan }) => ({
    ...plan,
    statuses: counts.get(place.id) ?? []
  }));
  return {
    groups: [...territories.values()]
      .map((one) => ({
        territory: one,
        plans: plans.filter((plan) => plan.territory.slug === one.slug)
      }))
      .filter((group) => group.plans.length > 0),
    territory,
    territories: [...territories.values()].map(({ slug, name }) => ({ value: slug, label: name })),
    leads: animatesSomewhere(actor)
  };
};
