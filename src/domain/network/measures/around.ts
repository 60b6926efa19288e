import type { StructureId } from '#shared/ids.ts';
import { compareNames } from '#shared/text.ts';
import type { Level, WaveStructure } from '../model.ts';
import { listArcs, type Answered } from './asked.ts';

/** What is said in one direction, level after level, the highest first; null last: not answered. */
export interface SaidGroup {
  readonly level: Level | null;
  readonly structures: readonly WaveStructure[];
}

/** What a structure says of others, and what others say of it: for who animates. */
export interface Around {
  readonly says: readonly SaidGroup[];
  readonly saidOf: readonly SaidGroup[];
}

/** All that was said by a structure, and about it. */
export function readAround(wave: Answered, structure: StructureId): Around {
  const found = new Map(wave.structures.map((one) => [one.structure, one]));
  const arcs = listArcs(wave);
  const group = (said: readonly { other: StructureId; level: Level | null }[]): SaidGroup[] =>
    [...Map.groupBy(said, ({ level }) => level)]
      .toSorted(([a], [b]) => (b ?? -1) - (a ?? -1))
      .map(([level, all]) => ({
        level,
        structures: all
          .map(({ other }) => found.get(other)!)
          .toSorted((a, b) => compareNames(a.name, b.name))
      }));
  return {
    says: group(
      arcs
        .filter(({ from }) => from === structure)
        .map(({ about, level }) => ({ other: about, level }))
    ),
    saidOf: group(
      arcs
        .filter(({ about }) => about === structure)
        .map(({ from, level }) => ({ other: from, level }))
    )
  };
}
