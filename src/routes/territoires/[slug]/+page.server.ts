import { drawCommunes } from '#app/maps.ts';
import { groupByEpci } from '#domain/directory/coverage-matrix.ts';
import { canReadCoverage } from '#domain/directory/rules.ts';
import { findFollow } from '#domain/discovery/server/follows/queries.ts';
import { listAgenda } from '#domain/events/server/listing/queries.ts';
import { listTerritoryPlans } from './plans.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import { getTerritoryOverview } from '#domain/directory/server/matrix/overview/queries.ts';
import { getTerritory, listTerritoryCommunes } from '#domain/territory/server/queries.ts';
import { environment } from '#server/env.ts';
import { formatNumber } from '#shared/text.ts';
import type { AreaMark } from '#ui/area-mark.ts';
import { epciLabel, planOf } from '../plan.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const territory = await getTerritory(db, params.slug);
  const communes = await listTerritoryCommunes(db, territory.id);
  const marks = communes.map(({ code, name, population }): AreaMark => ({
    code,
    name,
    level: 'plain',
    text: `${formatNumber(population)} habitants`,
    figure: '',
    href: `/qui-couvre?commune=${code}`,
    selected: false
  }));
  return {
    territory,
    canReadCoverage: canReadCoverage(actor, territory),
    follow: await findFollow(db, actor, { target: 'territory', key: String(territory.id) }),
    isMember: isMemberOf(actor, territory.id),
    overview: await getTerritoryOverview(db, territory, new Date()),
    agenda: await listAgenda(db, actor, { territory: territory.slug, perPage: 3 }, new Date()),
    plans: await listTerritoryPlans(db, actor, territory.id),
    epcis: groupByEpci(communes).map((group) => ({
      name: epciLabel(group.code === null ? null : group),
      communes: group.communes.map((position) => communes[position]!),
      population: group.population
    })),
    marks,
    zoom: {
      outlines: `/territoires/${territory.slug}/contours.geojson`,
      basemap: environment().basemap?.href
    },
    drawing: await drawCommunes(db, communes),
    plan: planOf(communes, marks)
  };
};
