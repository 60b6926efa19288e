import { getStructureBySlug } from '#app/api/contracts.ts';
import { structureJson } from '#app/api/presenters.ts';
import { getFiche } from '#domain/directory/server/fiche/queries.ts';
import { answer } from '#server/http/api.ts';

export const GET = answer(getStructureBySlug, async ({ params, event }) => {
  const { structure, type, commune, reading, serviceReadings } = await getFiche(
    event.locals.db,
    params.slug
  );
  return structureJson(structure, {
    type,
    communeName: commune?.name ?? null,
    reading,
    serviceReadings
  });
});
