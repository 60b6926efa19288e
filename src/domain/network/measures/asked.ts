/**
 * What a wave has asked and what has been answered, read once for all measures.
 *
 * A pair is two questions, one each way: an **arc** goes from who answers to whom it is asked about. A missing answer is
 * in no figure: each figure is computed on the answers there are, and comes with the range it could take, whatever those
 * who have not answered were to say.
 */
import type { StructureId } from '#shared/ids.ts';
import type { Level, WaveNetwork } from '../model.ts';

/** What is read of a wave by its measures. */
export type Answered = Pick<WaveNetwork, 'structures' | 'pairs' | 'answers'>;

/** A figure of a wave that not everybody has answered. */
export interface Estimate {
  /** Of the answers there are; null when none tells. */
  readonly value: number | null;
  /** The least and the most it could be, were all answered. */
  readonly low: number;
  readonly high: number;
  /** How many tell, of how many asked. */
  readonly known: number;
  readonly of: number;
}

/** One question that was asked, and what was said, or null. */
export interface Arc {
  readonly from: StructureId;
  readonly about: StructureId;
  readonly level: Level | null;
}

/** A pair, and what each has said of the other. */
export interface PairAnswers {
  readonly a: StructureId;
  readonly b: StructureId;
  readonly communes: number;
  readonly ofB: Level | null;
  readonly ofA: Level | null;
}

/** Each pair with its two answers. An answer about a pair that was not asked is read nowhere. */
export function readPairs({ pairs, answers }: Answered): PairAnswers[] {
  const said = new Map(answers.map(({ from, about, level }) => [`${from} ${about}`, level]));
  const find = (from: StructureId, about: StructureId) => said.get(`${from} ${about}`) ?? null;
  return pairs.map(({ a, b, communes }) => ({ a, b, communes, ofB: find(a, b), ofA: find(b, a) }));
}

/** Every question of the wave: two a pair. */
export function listArcs(wave: Answered): Arc[] {
  return readPairs(wave).flatMap(({ a, b, ofB, ofA }) => [
    { from: a, about: b, level: ofB },
    { from: b, about: a, level: ofA }
  ]);
}

/** The structures that have answered about one other at least. */
export function listAuthors(arcs: readonly Arc[]): Set<StructureId> {
  return new Set(arcs.filter(({ level }) => level !== null).map(({ from }) => from));
}
