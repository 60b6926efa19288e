import type { StructureId } from '#shared/ids.ts';
import { ACQUAINTED, type Level } from '../model.ts';
import { listArcs, type Answered } from './asked.ts';
import { readAttachments, type Attachment } from './isolation.ts';
import { linkStructures, measureBetweenness, measureDegrees } from './links.ts';

/** One structure in a wave: for who animates. */
export interface StructureReading {
  readonly structure: StructureId;
  readonly name: string;
  readonly slug: string;
  readonly type: string;
  /** About how many it was asked, and has answered. */
  readonly asked: number;
  readonly answered: number;
  /** Of how many it says the level or more; of how many answers about it the same is said. */
  readonly knows: number;
  readonly knownBy: number;
  readonly witnesses: number;
  readonly degree: number;
  /** Between 0 and 1. */
  readonly betweenness: number;
  readonly attachment: Attachment;
}

/** What a wave tells of each of its structures, in its order. */
export function measureStructures(wave: Answered, level: Level = ACQUAINTED): StructureReading[] {
  const arcs = listArcs(wave);
  const from = Map.groupBy(arcs, (arc) => arc.from);
  const about = Map.groupBy(arcs, (arc) => arc.about);
  const links = linkStructures(wave, level);
  const degrees = measureDegrees(links);
  const bridges = measureBetweenness(links);
  const attachments = readAttachments(wave, level);
  return wave.structures.map(({ structure, name, slug, type }) => {
    const own = from.get(structure) ?? [];
    const others = (about.get(structure) ?? []).filter((arc) => arc.level !== null);
    return {
      ...{ structure, name, slug, type },
      asked: own.length,
      answered: own.filter((arc) => arc.level !== null).length,
      knows: own.filter((arc) => (arc.level ?? -1) >= level).length,
      knownBy: others.filter((arc) => (arc.level ?? -1) >= level).length,
      witnesses: others.length,
      degree: degrees.get(structure) ?? 0,
      betweenness: bridges.get(structure) ?? 0,
      attachment: attachments.get(structure) ?? 'unasked'
    };
  });
}

/** Bridges, the strongest first: those that stand between others more than the mean does. */
export function listBridges(all: readonly StructureReading[], most = 5): StructureReading[] {
  const mean = all.reduce((sum, { betweenness }) => sum + betweenness, 0) / Math.max(1, all.length);
  return all
    .filter(({ betweenness }) => betweenness > mean)
    .toSorted((a, b) => b.betweenness - a.betweenness || a.structure - b.structure)
    .slice(0, most);
}
