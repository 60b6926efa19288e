/** Structures as GeoJSON (RFC 7946): where each sits, and where it intervenes when outlines are loaded. */
import type { ZoneRef } from '#domain/territory/model.ts';
import type { StructureInput } from '../model.ts';

export interface Geometries {
  /** Longitude and latitude of a commune's centre, when its outline is loaded. */
  point(commune: string): [number, number] | null;
  /** Polygons of a zone: `coordinates` of a MultiPolygon. */
  polygons(zone: ZoneRef): unknown[] | null;
  /** Zones whose outlines together draw the perimeter: its own, or its communes when some are excluded. */
  zonesOf(structure: StructureInput & { slug: string }): ZoneRef[];
}

interface Feature {
  type: 'Feature';
  id: string;
  geometry: { type: 'Point' | 'MultiPolygon'; coordinates: unknown } | null;
  properties: Record<string, unknown>;
}

/** One feature for the seat, and one for the perimeter when every one of its outlines is known. */
export function structureFeatures(
  structure: StructureInput & { slug: string },
  geometries: Geometries
): Feature[] {
  const point = structure.communeCode === null ? null : geometries.point(structure.communeCode);
  const seat: Feature = {
    type: 'Feature',
    id: structure.slug,
    geometry: point && { type: 'Point', coordinates: point },
    properties: { kind: 'siege', ...described(structure) }
  };
  const outlines = geometries.zonesOf(structure).map((zone) => geometries.polygons(zone));
  if (outlines.length === 0 || outlines.includes(null)) return [seat];
  const perimeter: Feature = {
    type: 'Feature',
    id: `${structure.slug}--perimetre`,
    geometry: { type: 'MultiPolygon', coordinates: outlines.flat() },
    properties: {
      kind: 'perimetre',
      slug: structure.slug,
      name: structure.name,
      type: structure.type
    }
  };
  return [seat, perimeter];
}

/** The seat is placed at the centre of its commune: the address is not geocoded, and says so. */
function described(structure: StructureInput & { slug: string }): Record<string, unknown> {
  return {
    slug: structure.slug,
    name: structure.name,
    acronym: structure.acronym,
    type: structure.type,
    summary: structure.summary,
    commune: structure.communeCode,
    address: structure.address,
    postal_code: structure.postalCode,
    phone: structure.phone,
    website: structure.website,
    precision: 'commune',
    certainty: structure.perimeter.certainty,
    include: structure.perimeter.include,
    exclude: structure.perimeter.exclude,
    fictional: structure.fictional,
    services: structure.services.map(({ name }) => name)
  };
}
