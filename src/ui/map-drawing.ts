/** A map drawn on the server: neighbouring areas simplified together, so that their borders still meet. */
import type { MultiPolygon, Polygon, Position } from 'geojson';

export interface MapFeature {
  code: string;
  /** Areas of the same group share no drawn border; `null` is a group too. */
  group: string | null;
  geometry: Polygon | MultiPolygon;
}

export interface DrawnArea {
  code: string;
  /** An SVG path in whole units of the drawing. */
  path: string;
  /** A point near the middle of its largest part, to move from one area to the next. */
  x: number;
  y: number;
}

export interface MapDrawing {
  width: number;
  height: number;
  areas: DrawnArea[];
  /** The borders of the groups and the outline of the whole, in one path. */
  borders: string;
}

/** Units across the longest side: a third of a pixel on a page. */
const EXTENT = 1500;
const MARGIN = 10;
/** How far, in units, a simplified border may stray from the true one. */
const TOLERANCE = 1.5;

type Point = readonly [x: number, y: number];

/** A piece of border between two junctions, drawn once whatever the number of areas it bounds. */
interface Arc {
  points: Point[];
  path: Point[];
  areas: Set<number>;
}

/**
 * Draws areas given in longitude and latitude (equirectangular projection at their mean latitude: exact
 * enough for a département).
 */
export function drawMap(features: readonly MapFeature[]): MapDrawing {
  const rings = features.map((feature) => ringsOf(feature.geometry));
  const frame = frameOf(rings.flat());
  const arcs = new Map<string, Arc>();
  const junctions = findJunctions(rings.flat());
  const shapes = rings.map((parts, area) =>
    parts.map((ring) => cut(ring, junctions).map((line) => arcOf(line, area, arcs, frame)))
  );
  for (const arc of arcs.values()) arc.path = simplify(arc.points, TOLERANCE);
  return {
    width: frame.width,
    height: frame.height,
    areas: features.map((feature, index) => drawArea(feature.code, shapes[index]!)),
    borders: [...arcs.values()]
      .filter((arc) => isBorder(arc, features))
      .map((arc) => pathOf(arc.path, false))
      .join('')
  };
}

function ringsOf(geometry: Polygon | MultiPolygon): Position[][] {
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  return rings.filter((ring) => ring.length >= 4);
}

interface Frame {
  width: number;
  height: number;
  project: (position: Position) => Point;
}

function frameOf(rings: readonly Position[][]): Frame {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const ring of rings) {
    for (const [lon, lat] of ring as [number, number][]) {
      if (lon < west) west = lon;
      if (lon > east) east = lon;
      if (lat < south) south = lat;
      if (lat > north) north = lat;
    }
  }
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = (EXTENT - 2 * MARGIN) / Math.max((east - west) * shrink, north - south, 1e-9);
  return {
    width: Math.max(1, Math.round((east - west) * shrink * scale + 2 * MARGIN)),
    height: Math.max(1, Math.round((north - south) * scale + 2 * MARGIN)),
    project: ([lon, lat]) => [
      (lon! - west) * shrink * scale + MARGIN,
      (north - lat!) * scale + MARGIN
    ]
  };
}

const keyOf = (position: Position) => `${position[0]} ${position[1]}`;

/** The points where borders meet: those that have more than two distinct neighbours along the rings. */
function findJunctions(rings: readonly Position[][]): Set<string> {
  const neighbours = new Map<string, string[]>();
  const junctions = new Set<string>();
  for (const ring of rings) {
    const keys = ring.slice(0, -1).map(keyOf);
    keys.forEach((key, index) => {
      const known = neighbours.get(key) ?? [];
      for (const other of [keys.at(index - 1)!, keys[(index + 1) % keys.length]!]) {
        if (!known.includes(other)) known.push(other);
      }
      if (known.length > 2) junctions.add(key);
      neighbours.set(key, known);
    });
  }
  return junctions;
}

/** The lines of a closed ring between junctions; the ring itself when it meets no other. */
function cut(ring: Position[], junctions: ReadonlySet<string>): Position[][] {
  const open = ring.slice(0, -1);
  const first = open.findIndex((position) => junctions.has(keyOf(position)));
  if (first === -1) {
    // The same start whatever the area that walks it: an enclave and the hole around it stay one line.
    const start = open.reduce(
      (least, position, i) => (keyOf(position) < keyOf(open[least]!) ? i : least),
      0
    );
    return [[...open.slice(start), ...open.slice(0, start + 1)]];
  }
  const turned = [...open.slice(first), ...open.slice(0, first + 1)];
  const lines: Position[][] = [];
  let line: Position[] = [];
  for (const position of turned) {
    line.push(position);
    if (line.length > 1 && junctions.has(keyOf(position))) {
      lines.push(line);
      line = [position];
    }
  }
  return lines;
}

interface Piece {
  arc: Arc;
  reversed: boolean;
}

function arcOf(line: Position[], area: number, arcs: Map<string, Arc>, frame: Frame): Piece {
  const keys = line.map(keyOf);
  const forward = `${keys[0]}|${keys[1]}|${keys.at(-2)}|${keys.at(-1)}|${keys.length}`;
  const backward = `${keys.at(-1)}|${keys.at(-2)}|${keys[1]}|${keys[0]}|${keys.length}`;
  const reversed = backward < forward;
  const key = reversed ? backward : forward;
  let arc = arcs.get(key);
  if (!arc) {
    const points = (reversed ? line.toReversed() : line).map(frame.project);
    arcs.set(key, (arc = { points, path: [], areas: new Set() }));
  }
  arc.areas.add(area);
  return { arc, reversed };
}

function isBorder(arc: Arc, features: readonly MapFeature[]): boolean {
  const groups = new Set([...arc.areas].map((area) => features[area]!.group));
  return (arc.areas.size === 1 && isVisible(arc.path)) || groups.size > 1;
}

function isVisible(points: readonly Point[]): boolean {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return Math.max(...xs) - Math.min(...xs) + Math.max(...ys) - Math.min(...ys) > 4;
}

function drawArea(code: string, shape: readonly Piece[][]): DrawnArea {
  const rings = shape.map((pieces) => pieces.flatMap(walk));
  const sizes = rings.map(areaOfRing);
  const largest = sizes.indexOf(Math.max(...sizes));
  const shown = rings.filter((_, index) => index === largest || sizes[index]! > 4);
  const [x, y] = middleOf(rings[largest] ?? []);
  return { code, path: shown.map((ring) => pathOf(ring, true)).join(''), x, y };
}

/** The points of a piece in the direction of its ring, without the last, which begins the next one. */
function walk({ arc, reversed }: Piece): Point[] {
  return (reversed ? arc.path.toReversed() : arc.path).slice(0, -1);
}

function areaOfRing(ring: readonly Point[]): number {
  let twice = 0;
  ring.forEach(([x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]!;
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice) / 2;
}

function middleOf(ring: readonly Point[]): Point {
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  return [
    Math.round((Math.min(...xs) + Math.max(...xs)) / 2),
    Math.round((Math.min(...ys) + Math.max(...ys)) / 2)
  ];
}

/** Relative moves in whole units: what makes a map of 267 communes weigh 20 kB. */
function pathOf(points: readonly Point[], closed: boolean): string {
  let [x, y] = [Math.round(points[0]?.[0] ?? 0), Math.round(points[0]?.[1] ?? 0)];
  let path = `M${x} ${y}l`;
  for (const point of points.slice(1)) {
    const [nextX, nextY] = [Math.round(point[0]), Math.round(point[1])];
    if (nextX === x && nextY === y) continue;
    path += `${separated(path, nextX - x)}${separated(' ', nextY - y)}`;
    [x, y] = [nextX, nextY];
  }
  return path.endsWith('l') ? `${path}0 0${closed ? 'z' : ''}` : `${path}${closed ? 'z' : ''}`;
}

function separated(before: string, value: number): string {
  return value < 0 || before.endsWith('l') ? String(value) : ` ${value}`;
}

/** Ramer–Douglas–Peucker: drops the points closer to the line than `tolerance`; keeps both ends. */
export function simplify(points: readonly Point[], tolerance: number): Point[] {
  const kept = new Uint8Array(points.length);
  kept[0] = kept[points.length - 1] = 1;
  const stack: [number, number][] = [[0, points.length - 1]];
  for (let span = stack.pop(); span; span = stack.pop()) {
    const [from, to] = span;
    let farthest = -1;
    let most = tolerance * tolerance;
    for (let i = from + 1; i < to; i++) {
      const distance = squaredDistance(points[i]!, points[from]!, points[to]!);
      if (distance > most) [farthest, most] = [i, distance];
    }
    if (farthest === -1) continue;
    kept[farthest] = 1;
    stack.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, index) => kept[index]);
}

function squaredDistance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along =
    length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2;
}
