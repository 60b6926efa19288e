import {
  getTerritory,
  listContours,
  listContoursOf,
  listTerritoryCommunes
} from '#domain/territory/server/queries.ts';
import { respond } from '#server/http/api.ts';
import type { RequestHandler } from './$types';

/** The outlines the zoomable map draws: the territory's communes, and the EPCI they belong to, whole. */
export const GET: RequestHandler = async ({ locals: { db }, params, request }) => {
  const territory = await getTerritory(db, params.slug);
  const communes = await listTerritoryCommunes(db, territory.id);
  const epcis = new Set(communes.flatMap((commune) => commune.epci?.code ?? []));
  const [inside, around] = await Promise.all([
    listContours(
      db,
      communes.map((commune) => commune.code)
    ),
    listContoursOf(db, 'epci', [...epcis])
  ]);
  const collection = { ...inside, features: [...inside.features, ...around.features] };
  return respond(request, 'application/geo+json', JSON.stringify(collection));
};
