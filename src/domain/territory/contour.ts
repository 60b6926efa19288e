/** Outlines of communes, EPCI and départements as GeoJSON files hold them. WGS84, degrees. */
import type { MultiPolygon, Polygon, Position } from 'geojson';
import { z } from 'zod';

export type ContourLevel = 'commune' | 'epci' | 'departement';
export type Outline = Polygon | MultiPolygon;
/** West, south, east, north. */
export type Bounds = [number, number, number, number];

export interface Contour {
  level: ContourLevel;
  code: string;
  geometry: Outline;
  lon: number;
  lat: number;
  bounds: Bounds;
}

const position = z
  .tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
  .rest(z.number())
  .transform(([lon, lat]): Position => [lon, lat]);
const ring = z.array(position).min(4, 'un contour compte au moins quatre points');
const rings = z.array(ring).min(1, 'un polygone sans contour');
const feature = z.object({
  type: z.literal('Feature'),
  properties: z.object({
    code: z.string().min(1),
    lon: z.number().optional(),
    lat: z.number().optional()
  }),
  geometry: z.discriminatedUnion('type', [
    z.object({ type: z.literal('Polygon'), coordinates: rings }),
    z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(rings).min(1) })
  ])
});
const collection = z.object({ type: z.literal('FeatureCollection'), features: z.array(feature) });

/**
 * The outlines of a GeoJSON feature collection whose features carry a `code`.
 *
 * @param content - the parsed JSON of the file.
 * @returns the outlines, or what is wrong with the first wrong feature, in French.
 */
export function readContours(
  content: unknown,
  level: ContourLevel
): { ok: true; contours: Contour[] } | { ok: false; problem: string } {
  const parsed = collection.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.slice(0, 4).join('.');
    return {
      ok: false,
      problem: `pas une collection GeoJSON de contours (${where || 'racine'} : ${issue?.message})`
    };
  }
  return { ok: true, contours: parsed.data.features.map((one) => toContour(one, level)) };
}

function toContour(
  { properties, geometry }: z.output<typeof feature>,
  level: ContourLevel
): Contour {
  const bounds = boundsOf(geometry);
  const given = properties.lon !== undefined && properties.lat !== undefined;
  const [lon, lat] = given ? [properties.lon ?? 0, properties.lat ?? 0] : interiorPoint(geometry);
  return { level, code: properties.code, geometry, lon, lat, bounds };
}

function polygonsOf(geometry: Outline): Position[][][] {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

function boundsOf(geometry: Outline): Bounds {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [outer] of polygonsOf(geometry)) {
    for (const [lon = 0, lat = 0] of outer ?? []) {
      bounds[0] = Math.min(bounds[0], lon);
      bounds[1] = Math.min(bounds[1], lat);
      bounds[2] = Math.max(bounds[2], lon);
      bounds[3] = Math.max(bounds[3], lat);
    }
  }
  return bounds;
}

/** The smallest bounds that hold several; `null` for none. */
export function joinBounds(all: readonly Bounds[]): Bounds | null {
  if (all.length === 0) return null;
  return [
    Math.min(...all.map((bounds) => bounds[0])),
    Math.min(...all.map((bounds) => bounds[1])),
    Math.max(...all.map((bounds) => bounds[2])),
    Math.max(...all.map((bounds) => bounds[3]))
  ];
}

const SCANS = 15;

/** A point inside the largest polygon, away from its edge: the middle of the longest of a few west-east chords. */
export function interiorPoint(geometry: Outline): [number, number] {
  const [polygon = []] = polygonsOf(geometry).toSorted(
    (a, b) => area(b[0] ?? []) - area(a[0] ?? [])
  );
  const [west, south, , north] = boundsOf({ type: 'Polygon', coordinates: polygon });
  let best: { length: number; point: [number, number] } = { length: -1, point: [west, south] };
  for (let scan = 1; scan <= SCANS; scan++) {
    const lat = south + ((north - south) * scan) / (SCANS + 1);
    const crossings = polygon.flatMap((line) => crossingsAt(line, lat)).sort((a, b) => a - b);
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      const [from = 0, to = 0] = [crossings[at], crossings[at + 1]];
      if (to - from > best.length) best = { length: to - from, point: [(from + to) / 2, lat] };
    }
  }
  return best.point;
}

/** Longitudes where a ring crosses a parallel. */
function crossingsAt(line: Position[], lat: number): number[] {
  const found: number[] = [];
  for (let at = 0; at + 1 < line.length; at++) {
    const [x1 = 0, y1 = 0] = line[at] ?? [];
    const [x2 = 0, y2 = 0] = line[at + 1] ?? [];
    if (y1 > lat !== y2 > lat) found.push(x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1));
  }
  return found;
}

function area(line: Position[]): number {
  let twice = 0;
  for (let at = 0; at + 1 < line.length; at++) {
    const [x1 = 0, y1 = 0] = line[at] ?? [];
    const [x2 = 0, y2 = 0] = line[at + 1] ?? [];
    twice += x1 * y2 - x2 * y1;
  }
  return Math.abs(twice) / 2;
}
