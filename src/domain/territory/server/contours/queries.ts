import { sql } from 'kysely';
import type { Feature, FeatureCollection, GeoJsonProperties } from 'geojson';
import type { Executor } from '#server/db/connection.ts';
import { joinBounds, type Bounds, type ContourLevel, type Outline } from '../../contour.ts';

export interface ContourProperties {
  level: ContourLevel;
  code: string;
  name: string;
  /** A point inside, for a label. */
  lon: number;
  lat: number;
}

export type ContourCollection = FeatureCollection<Outline, ContourProperties & GeoJsonProperties>;

/**
 * Outlines of communes (current codes), those that this installation has, with the bounds of all of them as `bbox`
 * (absent when there is none).
 */
export function listContours(
  db: Executor,
  communeCodes: readonly string[]
): Promise<ContourCollection> {
  return listContoursOf(db, 'commune', communeCodes);
}

/** The same for EPCI (SIREN) or départements: what to draw over the communes. */
export async function listContoursOf(
  db: Executor,
  level: ContourLevel,
  codes: readonly string[]
): Promise<ContourCollection> {
  const { rows } = await sql<ContourProperties & { geometry: Outline; bounds: Bounds }>`
    select contour.level, contour.code, coalesce(commune.name, epci.name, departement.name, '') as name,
      lon, lat, geometry, array[west, south, east, north] as bounds
    from contour
    left join commune on contour.level = 'commune' and commune.code = contour.code
    left join epci on contour.level = 'epci' and epci.code = contour.code
    left join departement on contour.level = 'departement' and departement.code = contour.code
    where contour.level = ${level} and contour.code = any(${codes}::text[])
    order by contour.code`.execute(db);
  const bbox = joinBounds(rows.map((row) => row.bounds));
  const features = rows.map(
    ({ geometry, bounds, ...properties }): Feature<Outline, ContourProperties> => ({
      type: 'Feature',
      id: properties.code,
      bbox: bounds,
      properties,
      geometry
    })
  );
  return { type: 'FeatureCollection', ...(bbox && { bbox }), features };
}

/** Bounds of communes, from the outlines loaded; `null` when none of them has one. */
export async function findBounds(
  db: Executor,
  communeCodes: readonly string[]
): Promise<Bounds | null> {
  const { rows } = await sql<{ bounds: Bounds }>`
    select array[west, south, east, north] as bounds from contour
    where level = 'commune' and code = any(${communeCodes}::text[])`.execute(db);
  return joinBounds(rows.map((row) => row.bounds));
}

/** How many outlines of each level are loaded. */
export async function countContours(db: Executor): Promise<Record<ContourLevel, number>> {
  const { rows } = await sql<{ level: ContourLevel; count: number }>`
    select level, count(*) as count from contour group by level`.execute(db);
  return {
    commune: 0,
    epci: 0,
    departement: 0,
    ...Object.fromEntries(rows.map((row) => [row.level, row.count]))
  };
}
