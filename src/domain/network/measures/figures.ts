/** The figures of a wave, all together: aggregates, in which no structure is named. */
import type { Level, WaveNetwork } from '../model.ts';
import { listArcs, listAuthors, type Answered, type Estimate } from './asked.ts';
import {
  measureDensity,
  measureMeanLevel,
  measureReciprocity,
  measureResponse
} from './density.ts';
import { measureIsolation } from './isolation.ts';

export interface WaveFigures {
  readonly response: Estimate;
  /** Density at each level that can be reached, the first first. */
  readonly densities: readonly { readonly level: Level; readonly density: Estimate }[];
  readonly reciprocity: Estimate;
  readonly meanLevel: Estimate;
  readonly isolation: Estimate;
}

/** Fewer structures than this are not shown « all together »: one could tell what one of them said. */
export const LEAST_STRUCTURES = 3;

/** A structure reads how the others know it from this many answers: below, it could guess whose they are. */
export const LEAST_ANSWERS = 5;

/** What a wave tells on the whole. */
export function measureWave(wave: Answered): WaveFigures {
  return {
    response: measureResponse(wave),
    densities: ([1, 2, 3, 4] as const).map((level) => ({
      level,
      density: measureDensity(wave, level)
    })),
    reciprocity: measureReciprocity(wave),
    meanLevel: measureMeanLevel(wave),
    isolation: measureIsolation(wave)
  };
}

/** The density at a level, of the figures of a wave. */
export function densityAt({ densities }: Pick<WaveFigures, 'densities'>, level: Level): Estimate {
  return densities.find((one) => one.level === level)!.density;
}

/**
 * Whether those who lead nothing may read its figures: it is closed, since figures that move with each answer would tell
 * what the last one says; and enough structures have answered.
 */
export function isReadableByMembers({ wave, ...asked }: WaveNetwork): boolean {
  return wave.status === 'closed' && listAuthors(listArcs(asked)).size >= LEAST_STRUCTURES;
}
