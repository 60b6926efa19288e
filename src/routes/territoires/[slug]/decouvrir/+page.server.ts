import {
  listFrontDoorInputs,
  listPossibleDoors
} from '#domain/directory/server/front-doors/queries.ts';
import { getTerritoryOverview } from '#domain/directory/server/matrix/overview/queries.ts';
import { listAgenda } from '#domain/events/server/listing/queries.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import type { ContributionKind } from '#domain/sharing/model.ts';
import { dayOf } from '#domain/sharing/opportunities.ts';
import { listOpportunities } from '#domain/sharing/server/opportunities/queries.ts';
import { listContributions } from '#domain/sharing/server/queries.ts';
import { getTerritory, listTerritoryCommunes } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { formatNumber } from '#shared/text.ts';
import type { AreaMark } from '#ui/area-mark.ts';
import { planOf } from '../../plan.ts';
import type { PageServerLoad } from './$types';

const SHOWN = { page: 1, size: 3 };

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const now = new Date();
  const territory = await getTerritory(db, params.slug);
  const shared = (...kinds: ContributionKind[]) =>
    listContributions(db, actor, { kinds, territory: territory.id }, SHOWN);
  const communes = await listTerritoryCommunes(db, territory.id);
  const marks = communes.map(({ code, name, population }): AreaMark => ({
    ...{ code, name, level: 'plain', figure: '', selected: false },
    text: `${formatNumber(population)} habitants`,
    href: `/qui-couvre?commune=${code}`
  }));
  const overview = await getTerritoryOverview(db, territory, now);
  return {
    ...{ territory, marks, plan: planOf(communes, marks) },
    isMember: isMemberOf(actor, territory.id),
    total: overview.total,
    types: overview.types,
    doors: await listDoors(db, territory.id),
    offers: await listOpportunities(
      db,
      actor,
      { territory: territory.id },
      { page: { page: 1, size: 6 }, today: dayOf(now) }
    ),
    events: (await listAgenda(db, actor, { territory: territory.slug, perPage: 3 }, now)).events,
    projects: await shared('project'),
    experiences: await shared('experience')
  };
};

/** Whom to write to first: the front doors of the territory, else the structures one calls for a person. */
async function listDoors(db: Database, territory: TerritoryId) {
  const possible = await listPossibleDoors(db, territory);
  const chosen = await listFrontDoorInputs(db, territory);
  const first = new Set(chosen.map(({ structure }) => structure));
  const doors = possible.filter(({ slug }) => first.has(slug));
  return (doors.length > 0 ? doors : possible).slice(0, 4);
}
