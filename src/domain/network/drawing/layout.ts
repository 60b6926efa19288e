/**
 * Where each structure stands on the drawing of a wave.
 *
 * The drawing is made wave after wave: a structure that was there before stays where it was, a new one finds its place
 * among those that do not move. So a wave that is closed never moves, and what changes from one wave to the next is only
 * the links. Forces (d3-force, deterministic) bring close those who are linked; boxes, a disc and a name under it, are
 * kept apart, so that every name can be read.
 */
import { forceLink, forceManyBody, forceSimulation, forceX, forceY } from 'd3-force';
import type { StructureId } from '#shared/ids.ts';
import { ACQUAINTED, type Level, type WaveStructure } from '../model.ts';
import { readPairs, type Answered } from '../measures/asked.ts';

/** Beyond, names cannot be kept apart on a screen: the matrix is shown first. */
export const MOST_DRAWN = 45;

export const DISC = 15;
export const LINE_HEIGHT = 15;
export const FONT_SIZE = 13;
const LONGEST_LINE = 118;
const APART = 7;
const TICKS = 320;
const SETTLING = 400;
/** Places tried on a spiral, each turned from the one before by the golden angle: they cover the plane evenly. */
const ROOM_STEPS = 20_000;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** A structure on the drawing: its disc, and the lines of its name under it. */
export interface Place {
  readonly structure: StructureId;
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
}

export interface Drawing {
  readonly places: readonly Place[];
  /** What the drawing takes: `x y width height`. */
  readonly frame: readonly [x: number, y: number, width: number, height: number];
}

/** A link of the drawing: what each says of the other, one of them at least at the level asked for. */
export interface DrawnLink {
  readonly a: StructureId;
  readonly b: StructureId;
  readonly level: Level;
  /** both: each says the level asked for. one: the other says less. silent: the other has not answered. */
  readonly said: 'both' | 'one' | 'silent';
}

interface Node {
  readonly structure: StructureId;
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly index?: number;
  x: number;
  y: number;
  vx: number;
  vy: number;
  fx?: number;
  fy?: number;
}

/**
 * @param waves - the waves of a territory, the first first, up to the one that is drawn
 * @param widthOf - width of a text, at `FONT_SIZE`
 */
export function drawWaves(waves: readonly Answered[], widthOf: (text: string) => number): Drawing {
  const kept = new Map<StructureId, Node>();
  for (const wave of waves)
    for (const node of settle(wave, kept, widthOf)) kept.set(node.structure, node);
  const nodes = [...kept.values()];
  const places = nodes.map(({ structure, x, y, height, lines }) => ({
    ...{ structure, x: Math.round(x), y: Math.round(y - height / 2 + DISC), lines }
  }));
  return { places, frame: frameOf(nodes) };
}

/** The links to draw: of pairs of which one says the level or more. */
export function listLinks(wave: Answered, least: Level = ACQUAINTED): DrawnLink[] {
  return readPairs(wave).flatMap(({ a, b, ofA, ofB }): DrawnLink[] => {
    const level = Math.max(ofA ?? -1, ofB ?? -1);
    if (level < least) return [];
    const silent = ofA === null || ofB === null;
    const both = Math.min(ofA ?? -1, ofB ?? -1) >= least;
    return [{ a, b, level: level as Level, said: silent ? 'silent' : both ? 'both' : 'one' }];
  });
}

/** Places the structures of a wave, those of the waves before where they were. */
function settle(
  wave: Answered,
  kept: ReadonlyMap<StructureId, Node>,
  widthOf: (text: string) => number
): Node[] {
  const here = new Set(wave.structures.map(({ structure }) => structure));
  const fixed = [...kept.values()].map((node) => ({ ...node, fx: node.x, fy: node.y }));
  const fresh = wave.structures
    .filter(({ structure }) => !kept.has(structure))
    .toSorted((a, b) => a.structure - b.structure)
    .map((one) => begin(one, widthOf));
  if (fresh.length === 0) return [];
  // The boxes of who has left stay, so as not to be covered.
  const nodes = [...fixed, ...fresh];
  const links = listLinks(wave)
    .filter(({ a, b }) => here.has(a) && here.has(b))
    .map(({ a, b, level }) => ({ source: a, target: b, level }));
  const linked = new Set<StructureId>(links.flatMap(({ source, target }) => [source, target]));
  // Who has no link would be pushed far away, and make all the others small.
  const pull = (strength: number) => (node: Node) =>
    strength * (linked.has(node.structure) ? 1 : 3);
  const simulation = forceSimulation<Node>(nodes)
    .force(
      'link',
      forceLink<Node, (typeof links)[number]>(links)
        .id(({ structure }) => structure)
        .distance(({ level }) => 190 - 25 * level)
    )
    .force('charge', forceManyBody<Node>().strength(-900).distanceMax(420))
    .force('x', forceX<Node>().strength(pull(0.05)))
    .force('y', forceY<Node>().strength(pull(0.11)))
    .stop();
  for (let tick = 0; tick < TICKS; tick += 1) {
    simulation.tick();
    if (tick > TICKS / 3) keepApart(nodes, 0.5);
  }
  for (let turn = 0; turn < SETTLING && keepApart(nodes, 1); turn += 1);
  for (const node of fresh) findRoom(node, nodes);
  return fresh;
}

/** Who is caught among those that do not move goes to the nearest place that is free. */
function findRoom(node: Node, all: readonly Node[]): void {
  const { x, y } = node;
  const isCovered = () => all.some((other) => other !== node && overlap(node, other) !== null);
  for (let step = 0; isCovered() && step < ROOM_STEPS; step += 1) {
    const angle = step * GOLDEN_ANGLE;
    const away = 9 * Math.sqrt(step);
    node.x = x + away * Math.cos(angle);
    node.y = y + away * Math.sin(angle);
  }
}

function begin({ structure, name }: WaveStructure, widthOf: (text: string) => number): Node {
  const lines = breakName(name, widthOf);
  return {
    ...{ structure, lines },
    width: Math.max(2 * DISC, ...lines.map(widthOf)),
    height: 2 * DISC + lines.length * LINE_HEIGHT + 4,
    // d3 gives the starting place of who has none, in the order of the list.
    ...{ x: Number.NaN, y: Number.NaN, vx: 0, vy: 0 }
  };
}

/** A name on two lines at most, the rest as « … ». */
function breakName(name: string, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const word of name.split(/\s+/)) {
    const longer = lines.length === 0 ? '' : `${lines.at(-1)} ${word}`;
    if (longer && widthOf(longer) <= LONGEST_LINE) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const shown = lines.slice(0, 2);
  const last = shown.length - 1;
  if (lines.length > 2) shown[last] = `${shown[last]!.replace(/[\s,;:()-]+$/, '')}…`;
  return shown.map((line) => shorten(line, widthOf));
}

function shorten(line: string, widthOf: (text: string) => number): string {
  if (widthOf(line) <= LONGEST_LINE + 20) return line;
  let short = line.replace(/…$/, '');
  while (short.length > 1 && widthOf(`${short}…`) > LONGEST_LINE + 20) short = short.slice(0, -1);
  return `${short.trimEnd()}…`;
}

/** Pushes apart the boxes that overlap, by the shorter way. @returns whether any did. */
function keepApart(nodes: readonly Node[], part: number): boolean {
  let moved = false;
  for (const [at, one] of nodes.entries()) {
    for (const other of nodes.slice(at + 1)) {
      const over = overlap(one, other);
      if (!over) continue;
      const held = [one, other].filter(({ fx }) => fx !== undefined).length;
      if (held === 2) continue;
      moved = true;
      const sideways = over.x < over.y;
      const push = (part * Math.min(over.x, over.y)) / (2 - held);
      const side = (sideways ? other.x < one.x : other.y < one.y) ? 1 : -1;
      shift(one, sideways, side * push);
      shift(other, sideways, -side * push);
    }
  }
  return moved;
}

/** By how much two boxes and the space between them overlap, each way; null when they do not. */
function overlap(one: Node, other: Node): { x: number; y: number } | null {
  const x = (one.width + other.width) / 2 + APART - Math.abs(other.x - one.x);
  const y = (one.height + other.height) / 2 + APART - Math.abs(other.y - one.y);
  return x > 0.01 && y > 0.01 ? { x, y } : null;
}

function shift(node: Node, sideways: boolean, by: number): void {
  if (node.fx !== undefined) return;
  if (sideways) node.x += by;
  else node.y += by;
}

function frameOf(nodes: readonly Node[]): Drawing['frame'] {
  if (nodes.length === 0) return [0, 0, 1, 1];
  const left = Math.min(...nodes.map(({ x, width }) => x - width / 2)) - APART;
  const right = Math.max(...nodes.map(({ x, width }) => x + width / 2)) + APART;
  const top = Math.min(...nodes.map(({ y, height }) => y - height / 2)) - APART;
  const bottom = Math.max(...nodes.map(({ y, height }) => y + height / 2)) + APART;
  return [left, top, right - left, bottom - top].map(Math.round) as unknown as Drawing['frame'];
}
