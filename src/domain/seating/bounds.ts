/** What nobody can do better than: proofs, not estimates. */
import { pairsOf, type SeatingBound, type SeatingProblem } from './model.ts';

/**
 * The largest of three proved lower bounds of the repeated meetings, and the pairs that then never meet.
 *
 * 1. *Pairs*: there are N(N − 1)/2 of them; every meeting beyond is a repeat.
 * 2. *People*: in equal rounds each person sits with p − 1 others a round, of whom N − 1 at most are new.
 * 3. *Two rounds*: the people of a table of one round sit, in another round, at g tables; when they are more than g,
 *    some sit together again. Spread as evenly as can be, a table of s over g tables repeats at least
 *    (s mod g)·C(⌈s/g⌉, 2) + (g − s mod g)·C(⌊s/g⌋, 2) pairs. A pair that meets k times is counted in k(k − 1)/2 pairs
 *    of rounds, of which k − 1 are repeats: at most R/2 times each, so the repeats are at least 2/R of the sum.
 */
export function boundOf(problem: SeatingProblem): SeatingBound {
  const meetings = meetingsOf(problem);
  const pairs = pairsOf(problem.guests);
  const repeats = Math.max(0, meetings - pairs, ofPeople(problem), ofTwoRounds(problem));
  return { repeats, neverMet: pairs - (meetings - repeats) };
}

/** How many times two people share a table, in all: it depends on the sizes alone. */
export function meetingsOf({ rounds }: SeatingProblem): number {
  return rounds.flat().reduce((sum, size) => sum + pairsOf(size), 0);
}

function ofPeople({ rounds, guests }: SeatingProblem): number {
  const size = rounds[0]?.[0] ?? 0;
  const isEqual = rounds.every((sizes) => sizes.every((one) => one === size));
  const isFull = rounds.every((sizes) => sizes.length * size === guests);
  if (!isEqual || !isFull) return 0;
  return Math.ceil((guests * Math.max(0, rounds.length * (size - 1) - (guests - 1))) / 2);
}

function ofTwoRounds({ rounds }: SeatingProblem): number {
  let forced = 0;
  for (const [at, one] of rounds.entries())
    for (const other of rounds.slice(at + 1))
      forced += Math.max(spread(one, other.length), spread(other, one.length));
  return rounds.length < 2 ? 0 : Math.ceil((2 * forced) / rounds.length - 1e-9);
}

/** Pairs of these tables that meet again at so many tables, at least. */
function spread(sizes: readonly number[], tables: number): number {
  if (tables === 0) return 0;
  return sizes.reduce((sum, size) => {
    const [fewer, more] = [Math.floor(size / tables), size % tables];
    return sum + more * pairsOf(fewer + 1) + (tables - more) * pairsOf(fewer);
  }, 0);
}
