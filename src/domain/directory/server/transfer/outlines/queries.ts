import { sql } from 'kysely';
import type { Polygon, MultiPolygon } from 'geojson';
import type { PerimeterInput, ZoneRef } from '#domain/territory/model.ts';
import { listContoursOf } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { StructureId } from '#shared/ids.ts';
import type { StructureInput } from '../../../model.ts';
import type { Geometries } from '../../../transfer/geojson.ts';

type Fiche = StructureInput & { id: StructureId; slug: string };

/** What is needed to draw these structures: their zones' outlines, or their communes' when some are excluded. */
export async function loadGeometries(db: Executor, fiches: readonly Fiche[]): Promise<Geometries> {
  const communes = await listCommunesOf(
    db,
    fiches.filter(({ perimeter }) => needsCommunes(perimeter))
  );
  const zones = new Map(fiches.map((fiche) => [fiche.slug, zonesOf(fiche, communes)]));
  const wanted = [...zones.values()].flat();
  const seats = fiches.flatMap(({ communeCode }) => communeCode ?? []);
  const outlines = new Map<string, unknown[]>();
  const points = new Map<string, [number, number]>();
  for (const level of ['commune', 'epci', 'departement'] as const) {
    const codes = wanted.filter((zone) => zone.level === level).map(({ code }) => code);
    const asked = [...new Set(level === 'commune' ? [...codes, ...seats] : codes)];
    if (asked.length === 0) continue;
    for (const { geometry, properties } of (await listContoursOf(db, level, asked)).features) {
      outlines.set(`${level} ${properties.code}`, polygonsOf(geometry));
      if (level === 'commune') points.set(properties.code, [properties.lon, properties.lat]);
    }
  }
  return {
    point: (commune) => points.get(commune) ?? null,
    polygons: ({ level, code }) => outlines.get(`${level} ${code}`) ?? null,
    zonesOf: ({ slug }) => zones.get(slug) ?? []
  };
}

/** No outline is loaded for régions, and an excluded zone leaves holes: then the communes are drawn. */
function needsCommunes({ certainty, include, exclude }: PerimeterInput): boolean {
  return (
    certainty === 'declared' &&
    (exclude.length > 0 || include.some(({ level }) => level === 'region'))
  );
}

function zonesOf(
  { id, perimeter }: Fiche,
  communes: ReadonlyMap<StructureId, string[]>
): ZoneRef[] {
  if (perimeter.certainty !== 'declared') return [];
  if (!needsCommunes(perimeter)) return perimeter.include;
  return (communes.get(id) ?? []).map((code) => ({ level: 'commune', code }));
}

function polygonsOf(geometry: Polygon | MultiPolygon): unknown[] {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

/** Codes of the communes that each structure covers, excluded ones left out. */
export async function listCommunesOf(
  db: Executor,
  fiches: readonly { id: StructureId }[]
): Promise<Map<StructureId, string[]>> {
  const { rows } = await sql<{ id: StructureId; codes: string[] }>`
    select s.id, array_agg(pc.commune_code order by pc.commune_code) as codes
    from structure s join perimeter_commune pc on pc.perimeter_id = s.perimeter_id
    where s.id = any(${fiches.map(({ id }) => id)}::bigint[])
    group by s.id`.execute(db);
  return new Map(rows.map((row) => [row.id, row.codes]));
}
