import { ACQUAINTED, type Level } from '../model.ts';
import {
  listArcs,
  listAuthors,
  readPairs,
  type Answered,
  type Arc,
  type Estimate
} from './asked.ts';

const HIGHEST = 4;

/**
 * Response rate: structures that have answered, about one other at least, among those that were asked.
 *
 *     R = |{ i : i has answered }| / |{ i : i was asked }|
 *
 * A structure that shares communes with no other was asked nothing, and is not counted. The rate is exact: no range.
 */
export function measureResponse(wave: Answered): Estimate {
  const arcs = listArcs(wave);
  const asked = new Set(arcs.map(({ from }) => from)).size;
  const known = listAuthors(arcs).size;
  const value = asked === 0 ? null : known / asked;
  return { value, low: value ?? 0, high: value ?? 0, known, of: asked };
}

/**
 * Density at a level: among the answers given, the share that say this level or more. Of a directed graph whose arcs are
 * the questions asked, and not all that n structures could make: those that share no commune are not asked.
 *
 *     D(l) = |{ (i,j) answered : x(i,j) ≥ l }| / |{ (i,j) answered }|
 *
 * Range: all the missing answers below the level, all at or above. Wasserman & Faust, Social Network Analysis, 1994, §4.2.3.
 */
export function measureDensity(wave: Answered, level: Level): Estimate {
  return densityOf(listArcs(wave), level);
}

/** The same of some arcs only: those of a structure, of a type. */
export function densityOf(arcs: readonly Arc[], level: Level): Estimate {
  const said = arcs.flatMap((arc) => (arc.level === null ? [] : [arc.level]));
  const reached = said.filter((one) => one >= level).length;
  const missing = arcs.length - said.length;
  return {
    value: said.length === 0 ? null : reached / said.length,
    low: reached / Math.max(1, arcs.length),
    high: (reached + missing) / Math.max(1, arcs.length),
    ...{ known: said.length, of: arcs.length }
  };
}

/**
 * Mean level: the mean of the answers given, from 0 to 4: the density of a valued graph.
 *
 *     M = Σ x(i,j) / |{ (i,j) answered }|
 *
 * Range: all the missing answers at 0, all at 4. Wasserman & Faust 1994, §4.4.
 */
export function measureMeanLevel(wave: Answered): Estimate {
  return meanLevelOf(listArcs(wave));
}

/** The same of some arcs only. */
export function meanLevelOf(arcs: readonly Arc[]): Estimate {
  const said = arcs.flatMap((arc) => (arc.level === null ? [] : [arc.level]));
  const sum = said.reduce<number>((all, one) => all + one, 0);
  const missing = arcs.length - said.length;
  return {
    value: said.length === 0 ? null : sum / said.length,
    low: sum / Math.max(1, arcs.length),
    high: (sum + HIGHEST * missing) / Math.max(1, arcs.length),
    ...{ known: said.length, of: arcs.length }
  };
}

/**
 * Reciprocity at a level: among the pairs where both have answered and one at least says the level or more, the share
 * where both do: M / (M + A) of the dyad census of Holland & Leinhardt (1970); Wasserman & Faust 1994, §13.2–13.3.
 *
 *     r(l) = |{ {i,j} : x(i,j) ≥ l and x(j,i) ≥ l }| / |{ {i,j} both answered : x(i,j) ≥ l or x(j,i) ≥ l }|
 *
 * Range: what the missing answers would make least (each pair that may becomes one-sided) and most.
 */
export function measureReciprocity(wave: Answered, level: Level = ACQUAINTED): Estimate {
  const count = { mutual: 0, oneSided: 0, hopeful: 0, lost: 0 };
  const pairs = readPairs(wave);
  for (const { ofA, ofB } of pairs) {
    const reached = Number((ofA ?? -1) >= level) + Number((ofB ?? -1) >= level);
    const missing = ofA === null || ofB === null;
    if (!missing && reached === 2) count.mutual += 1;
    else if (!missing && reached === 1) count.oneSided += 1;
    else if (missing && (reached === 1 || (ofA === null && ofB === null))) count.hopeful += 1;
    else if (missing) count.lost += 1;
  }
  return reciprocityOf(count, pairs.length);
}

/** @param count - hopeful: a missing answer may make it mutual. lost: it may be one-sided at most, or of no account. */
function reciprocityOf(
  { mutual, oneSided, hopeful, lost }: Record<'mutual' | 'oneSided' | 'hopeful' | 'lost', number>,
  pairs: number
): Estimate {
  const known = mutual + oneSided;
  return {
    value: known === 0 ? null : mutual / known,
    low: mutual / Math.max(1, known + hopeful + lost),
    high: (mutual + hopeful) / Math.max(1, known + hopeful),
    ...{ known, of: pairs }
  };
}
