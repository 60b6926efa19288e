import { getPerimeterGeojson } from '#app/api/contracts.ts';
import { getFiche } from '#domain/directory/server/fiche/queries.ts';
import { listContours } from '#domain/territory/server/queries.ts';
import { answer } from '#server/http/api.ts';

export const GET = answer(getPerimeterGeojson, async ({ params, event }) => {
  const { db } = event.locals;
  const { reading } = await getFiche(db, params.slug);
  return listContours(db, reading.communes);
});
