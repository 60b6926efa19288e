import { getPerimeterGeojson } from '#app/api/contracts.ts';
import { getFiche } from '#domain/directory/server/fiche/queries.ts';
import { listContours } from '#domain/territory/server/queries.ts';
import { answer } from '#server/http/api.ts';

export const GET = answer(getPerimeterGeojson, async ({ params, event }) => {
  const { db } = event.locals;
  const { reading } = await getFiche(db, params.slug);
  const contours = await listContours(
    db,
    reading.communes.map((commune) => commune.code)
  );
  const geometries = new Map(contours.features.map((one) => [one.properties.code, one.geometry]));
  return {
    type: 'FeatureCollection' as const,
    features: reading.communes.map(({ code, name }) => ({
      type: 'Feature' as const,
      geometry: geometries.get(code) ?? null,
      properties: { code, name }
    }))
  };
});
