/** What nobody can do better than: proofs, not estimates. */
import { pairsOf, type SeatingBound, type SeatingProblem } from './model.ts';

/**
 * The largest of five proved lower bounds of the repeated meetings, and the pairs that then never meet.
 *
 * 1. *Pairs*: there are N(N − 1)/2 of them, less those kept apart; every meeting beyond is a repeat.
 * 2. *People*: each person sits with p − 1 others a round, of whom N − 1 at most are new, at tables of p or more.
 * 3. *Two rounds*: the people of a table of one round sit, in another round, at g tables; when they are more than g,
 *    some sit together again. Spread as evenly as can be, a table of s over g tables repeats at least
 *    (s mod g)·C(⌈s/g⌉, 2) + (g − s mod g)·C(⌊s/g⌋, 2) pairs. A pair that meets k times is counted in k(k − 1)/2 pairs
 *    of rounds, of which k − 1 are repeats: at most R/2 times each, so the repeats are at least 2/R of the sum.
 * 4. *Together*: a pair kept together meets again in each round where both are.
 *
 * What the pairs who meet are worth is at most that of the most valued pairs, as many as may meet; and at most half the
 * sum, over the people, of what each is worth to as many others as her seats let her meet.
 */
export function boundOf(problem: SeatingProblem): SeatingBound {
  const meetings = meetingsOf(problem);
  const possible = pairsOf(problem.guests) - distinctPairs(problem.apart ?? []).size;
  const repeats = Math.max(
    ...[0, meetings - possible, ofPeople(problem), ofTwoRounds(problem), ofTogether(problem)]
  );
  const met = meetings - repeats;
  const neverMet = pairsOf(problem.guests) - met;
  return { repeats, neverMet, value: valueBound(problem, met) };
}

/** How many times two people share a table, in all: it depends on the sizes alone. */
export function meetingsOf({ rounds }: SeatingProblem): number {
  return rounds.flat().reduce((sum, size) => sum + pairsOf(size), 0);
}

function ofPeople({ rounds, guests, absent }: SeatingProblem): number {
  if (absent && absent.length > 0) return 0;
  const others = rounds.reduce((sum, sizes) => sum + Math.min(...sizes) - 1, 0);
  return Math.ceil((guests * Math.max(0, others - (guests - 1))) / 2);
}

function ofTwoRounds({ rounds, absent }: SeatingProblem): number {
  const away = rounds.map((_, round) => (absent ?? []).filter((one) => one.round === round).length);
  let forced = 0;
  for (const [at, one] of rounds.entries())
    for (const [later, other] of rounds.entries())
      if (at < later)
        forced += Math.max(spread(one, other, away[later]!), spread(other, one, away[at]!));
  return rounds.length < 2 ? 0 : Math.ceil((2 * forced) / rounds.length - 1e-9);
}

/** Pairs of these tables that meet again at the others, at least, when so many of them may not be there. */
function spread(sizes: readonly number[], others: readonly number[], away: number): number {
  const tables = others.filter((size) => size > 0).length;
  if (tables === 0) return 0;
  return sizes.reduce((sum, size) => {
    const there = Math.max(0, size - away);
    const [fewer, more] = [Math.floor(there / tables), there % tables];
    return sum + more * pairsOf(fewer + 1) + (tables - more) * pairsOf(fewer);
  }, 0);
}

function ofTogether({ rounds, together, absent }: SeatingProblem): number {
  const away = new Set((absent ?? []).map(({ guest, round }) => `${guest} ${round}`));
  let repeats = 0;
  for (const pair of distinctPairs(together ?? []).values()) {
    const both = rounds.filter((_, round) => pair.every((guest) => !away.has(`${guest} ${round}`)));
    repeats += Math.max(0, both.length - 1);
  }
  return repeats;
}

function distinctPairs(pairs: readonly (readonly [number, number])[]) {
  return new Map(
    pairs
      .filter(([a, b]) => a !== b)
      .map(([a, b]) => [`${Math.min(a, b)} ${Math.max(a, b)}`, [a, b] as const])
  );
}

/** @param met - pairs who meet, at most. */
function valueBound({ values, guests, rounds, apart }: SeatingProblem, met: number): number {
  if (!values) return met;
  const worth = Float64Array.from(values);
  for (const [a, b] of apart ?? []) worth[a * guests + b] = worth[b * guests + a] = 0;
  const seats = rounds.reduce((sum, sizes) => sum + Math.max(0, ...sizes) - (sizes.length && 1), 0);
  const all = new Float64Array(pairsOf(guests));
  let ofPeopleTwice = 0;
  let filled = 0;
  for (let a = 0; a < guests; a++) {
    all.set(worth.subarray(a * guests + a + 1, (a + 1) * guests), filled);
    filled += guests - a - 1;
    worth[a * guests + a] = 0;
    ofPeopleTwice += sumOfLargest(worth.subarray(a * guests, (a + 1) * guests), seats);
  }
  return Math.min(sumOfLargest(all, met), ofPeopleTwice / 2);
}

/** The numbers are put in order in place. */
function sumOfLargest(numbers: Float64Array, count: number): number {
  return numbers
    .sort()
    .subarray(Math.max(0, numbers.length - count))
    .reduce((sum, one) => sum + one, 0);
}
