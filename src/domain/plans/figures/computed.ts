/** What is computed of a year, before it is shown or kept. */
import type { FigureReaders } from '../indicators.ts';

export interface Computed {
  /** Null: not known; the source says why. */
  readonly value: number | null;
  readonly scaleMax: number | null;
  /** « D’où vient ce chiffre », or why there is none. */
  readonly source: string;
  /** Not known yet, and it is not time. */
  readonly awaited: boolean;
  readonly readers: FigureReaders;
}

/** When figures are read: the instant, and the civil day that it is for people. */
export interface Clock {
  readonly now: Date;
  readonly today: string;
  /** A year that is being closed: what is only known as it is today is kept for it. */
  readonly closing?: number;
}

/** A year of which nothing is known, and why. */
export function unknown(
  source: string,
  { awaited = false, readers = 'public' }: Partial<Pick<Computed, 'awaited' | 'readers'>> = {}
): Computed {
  return { value: null, scaleMax: null, source, awaited, readers };
}
