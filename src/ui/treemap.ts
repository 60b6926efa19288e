/** The « plan schématique »: tiles by group, sized by a value, the smallest kept large enough to press. */
import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import { fitLines, textWidth } from './text-width.ts';

export interface TileGroup {
  code: string;
  /** The ways to write its name, from the best to the shortest. */
  names: readonly string[];
  tiles: readonly Tile[];
}

export interface Tile {
  code: string;
  name: string;
  value: number;
  /** What is written after the name where there is room: a count. */
  figure: string;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlacedGroup extends Box {
  code: string;
  /** Empty when no way to write its name fits. */
  name: string;
}

export interface PlacedTile extends Box {
  code: string;
  /** Lines of the name; none when it does not fit whole. */
  lines: string[];
  /** The figure, when there is room for it. */
  figure: string;
}

export interface TileLayout {
  width: number;
  height: number;
  groups: PlacedGroup[];
  tiles: PlacedTile[];
}

export const TILE_FONT = { size: 11.5, lineHeight: 13 };
export const GROUP_FONT = { size: 12, lineHeight: 20 };
/** Space kept between a tile's edge and its text. */
export const TILE_PADDING = 4;
const GAP = 2;
const GROUP_GAP = 8;
/** Share of the frame that tiles fill, the rest being titles and gaps. */
const FILL = 0.86;

/**
 * Lays tiles out in a frame of the given width; the height follows from `ratio`, more where many small
 * tiles need it.
 *
 * @param minSide - side, in the unit of the drawing, of the square a tile's area never goes below
 */
export function layoutTiles(
  groups: readonly TileGroup[],
  { width, ratio, minSide = 26 }: { width: number; ratio: number; minSide?: number }
): TileLayout {
  const filled = groups.filter((group) => group.tiles.length > 0);
  const values = filled.flatMap((group) => group.tiles.map((tile) => tile.value));
  const least = minSide * minSide;
  let height = Math.max(width * ratio, (values.length * least * 1.9) / width);
  const areaOf = areasWithFloor(values, width * height * FILL, least);
  const weights = filled.map((group) => weigh(group, areaOf));
  // Small groups may be given a strip too thin for their title: they weigh more until they fit.
  for (let attempt = 0; ; attempt++) {
    const boxes = placeGroups(weights, width, height);
    const tiles = filled.map((group, index) => placeTiles(group, boxes[index]!, areaOf));
    const cramped = tiles.map((inside) => inside.some((tile) => isCramped(tile, minSide)));
    if (attempt === 40 || !cramped.includes(true))
      return finish(filled, boxes, tiles, width, height);
    cramped.forEach((one, index) => one && (weights[index]! *= 1.25));
    height *= 1.012;
  }
}

/**
 * A scale from value to area, proportional but for a floor, whose sum over `values` is `total`
 * (or more, when the floors alone exceed it).
 */
export function areasWithFloor(
  values: readonly number[],
  total: number,
  floor: number
): (value: number) => number {
  const sorted = [...values].sort((a, b) => b - a);
  let sum = sorted.reduce((a, b) => a + b, 0);
  let left = total;
  let scale = sum > 0 ? left / sum : 0;
  // The smallest value takes its floor out of what the others share, as long as it is below it.
  for (
    let value = sorted.pop();
    value !== undefined && value * scale < floor;
    value = sorted.pop()
  ) {
    sum -= value;
    left -= floor;
    scale = sum > 0 && left > 0 ? left / sum : 0;
  }
  return (value) => Math.max(floor, value * scale);
}

function finish(
  groups: readonly TileGroup[],
  boxes: readonly Box[],
  tiles: readonly (Box & { tile: Tile })[][],
  width: number,
  height: number
): TileLayout {
  return {
    width,
    height: Math.ceil(height),
    groups: groups.map((group, index) => {
      const box = boxes[index]!;
      const room = { width: box.width, height: GROUP_FONT.lineHeight };
      const names = [...group.names, ...cutNames(group.names.at(-1) ?? '')];
      return { code: group.code, name: fitLines(names, room, GROUP_FONT)[0] ?? '', ...box };
    }),
    tiles: tiles
      .flat()
      .map(({ tile, ...box }) => ({ code: tile.code, ...box, ...labelOf(tile, box) }))
  };
}

/** « Lesneven Côte des Légendes » → « Lesneven Côte des… », « Lesneven Côte… », « Lesneven… ». */
function cutNames(name: string): string[] {
  const words = name.split(' ');
  return words.slice(1).map((_, index) => `${words.slice(0, -1 - index).join('\u00a0')}…`);
}

function isCramped(tile: Box, minSide: number): boolean {
  return Math.min(tile.width, tile.height) < minSide * 0.65;
}

/** The area of a group: its tiles', its title's and the gaps'. */
function weigh(group: TileGroup, areaOf: (value: number) => number): number {
  const side =
    Math.sqrt(group.tiles.reduce((sum, tile) => sum + areaOf(tile.value), 0)) + GROUP_GAP;
  return side * (side + GROUP_FONT.lineHeight);
}

function placeGroups(weights: readonly number[], width: number, height: number): Box[] {
  const root = hierarchy<{ weight: number; index?: number; children?: object[] }>({
    weight: 0,
    children: weights.map((weight, index) => ({ weight, index }))
  }).sum((node) => node.weight);
  root.sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const layout = treemap<typeof root.data>()
    .tile(treemapSquarify.ratio(1.15))
    .size([width, height])
    .paddingInner(GROUP_GAP);
  const boxes: Box[] = [];
  for (const leaf of layout(root).leaves()) {
    if (leaf.data.index !== undefined) boxes[leaf.data.index] = boxOf(leaf);
  }
  return boxes;
}

function placeTiles(
  group: TileGroup,
  box: Box,
  areaOf: (value: number) => number
): (Box & { tile: Tile })[] {
  const tiles = [...group.tiles].sort((a, b) => b.value - a.value);
  const title = Math.min(GROUP_FONT.lineHeight, box.height / 2);
  const root = hierarchy<{ tile?: Tile; children?: { tile: Tile }[] }>({
    children: tiles.map((tile) => ({ tile }))
  }).sum((node) => (node.tile ? areaOf(node.tile.value) : 0));
  const layout = treemap<typeof root.data>()
    .tile(treemapSquarify.ratio(1.2))
    .size([box.width, box.height - title])
    .paddingInner(GAP);
  return layout(root)
    .leaves()
    .filter((leaf) => leaf.data.tile)
    .map((leaf) => {
      const inner = boxOf(leaf);
      const y = round(inner.y + box.y + title);
      return { tile: leaf.data.tile!, ...inner, x: round(inner.x + box.x), y };
    });
}

/** The name if it fits whole, the figure if there is room for it too; the figure alone otherwise. */
function labelOf(tile: Tile, box: Box) {
  const width = box.width - 2 * TILE_PADDING;
  const height = box.height - 2 * TILE_PADDING + 2;
  const figureWidth = textWidth(tile.figure, 14);
  const lines = fitLines(namesOf(tile.name), { width, height }, TILE_FONT);
  if (lines.length === 0) {
    const fits = figureWidth <= width + 4 && height >= 14;
    return { lines, figure: fits ? tile.figure : '' };
  }
  const below = height - lines.length * TILE_FONT.lineHeight >= 16 && figureWidth <= width;
  const beside =
    height - (lines.length - 1) * TILE_FONT.lineHeight >= 15 &&
    textWidth(lines.at(-1)!, TILE_FONT.size) + 8 + figureWidth <= width;
  return { lines, figure: below || beside ? tile.figure : '' };
}

/** A commune's name, then as maps shorten it: « St-Jean-de-Braye », « Neung-s/-Beuvron ». */
export function namesOf(name: string): string[] {
  const short = name
    .replace(/\bSainte-/g, 'Ste-')
    .replace(/\bSaint-/g, 'St-')
    .replace(/-sur-/g, '-s/-')
    .replace(/-sous-/g, '-ss-');
  return short === name ? [name] : [name, short];
}

function boxOf(node: { x0: number; y0: number; x1: number; y1: number }): Box {
  return {
    x: round(node.x0),
    y: round(node.y0),
    width: round(node.x1 - node.x0),
    height: round(node.y1 - node.y0)
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
