import type { StructureId } from '#shared/ids.ts';
import { compareNames } from '#shared/text.ts';
import { ACQUAINTED, type Level } from '../model.ts';
import { listArcs, type Answered, type Estimate } from './asked.ts';
import { densityOf, meanLevelOf } from './density.ts';
import { LEAST_ANSWERS } from './figures.ts';
import { readAttachments } from './isolation.ts';

/** What a structure has said, and how the others know it, all together: for who answers for it. */
export interface OwnReading {
  readonly structure: StructureId;
  readonly name: string;
  readonly slug: string;
  /** By level, the highest first, then by name; null: it has not said. */
  readonly said: readonly {
    readonly name: string;
    readonly slug: string;
    readonly level: Level | null;
  }[];
  /** Said to itself and to who animates; never when what others say is not shown. */
  readonly isIsolated: boolean;
  /** Null under `LEAST_ANSWERS` answers: she could guess whose each is. */
  readonly knownBy: { readonly density: Estimate; readonly meanLevel: Estimate } | null;
}

/** What a structure reads of a wave: its own answers one by one, those of the others only together. */
export function readOwn(wave: Answered, structure: StructureId): OwnReading {
  const arcs = listArcs(wave);
  const found = new Map(wave.structures.map((one) => [one.structure, one]));
  const { name, slug } = found.get(structure)!;
  const about = arcs.filter((arc) => arc.about === structure);
  const density = densityOf(about, ACQUAINTED);
  return {
    ...{ structure, name, slug },
    said: arcs
      .filter(({ from }) => from === structure)
      .map((arc) => ({
        name: found.get(arc.about)!.name,
        slug: found.get(arc.about)!.slug,
        level: arc.level
      }))
      .toSorted((a, b) => (b.level ?? -1) - (a.level ?? -1) || compareNames(a.name, b.name)),
    isIsolated:
      density.known >= LEAST_ANSWERS && readAttachments(wave).get(structure) === 'isolated',
    knownBy: density.known < LEAST_ANSWERS ? null : { density, meanLevel: meanLevelOf(about) }
  };
}
