/** The graph of who is linked to whom, its degrees and its bridges: on what was said, and nothing else. */
import { ACQUAINTED, type Level } from '../model.ts';
import type { StructureId } from '#shared/ids.ts';
import { readPairs, type Answered } from './asked.ts';

/** For each structure of the wave, those it is linked to: an undirected graph. */
export type Links = ReadonlyMap<StructureId, readonly StructureId[]>;

/** Two structures are linked when one of them at least says the level or more of the other. */
export function linkStructures(wave: Answered, level: Level = ACQUAINTED): Links {
  const links = new Map<StructureId, StructureId[]>(
    wave.structures.map(({ structure }) => [structure, []])
  );
  for (const { a, b, ofA, ofB } of readPairs(wave)) {
    if (Math.max(ofA ?? -1, ofB ?? -1) < level) continue;
    links.get(a)?.push(b);
    links.get(b)?.push(a);
  }
  return links;
}

/**
 * Degree: how many structures each is linked to. Freeman, Centrality in social networks, 1978.
 *
 *     deg(i) = |{ j : x(i,j) ≥ l or x(j,i) ≥ l }|
 */
export function measureDegrees(links: Links): Map<StructureId, number> {
  return new Map([...links].map(([structure, others]) => [structure, others.length]));
}

/**
 * Betweenness: for how many pairs of others a structure stands on the shortest ways between them, each pair shared among
 * its shortest ways. Those without which others would be further from each other, or cut off: bridges.
 *
 *     b(v) = Σ_{s<t, v∉{s,t}} σ(s,t|v) / σ(s,t)
 *
 * Freeman, A set of measures of centrality based on betweenness, 1977; by the algorithm of Brandes, A faster algorithm for
 * betweenness centrality, 2001: one search in breadth from each structure, then the dependencies added backwards.
 *
 * @param options - normalised: divided by (n−1)(n−2)/2, the most there can be, so between 0 and 1.
 */
export function measureBetweenness(
  links: Links,
  { normalised = true }: { readonly normalised?: boolean } = {}
): Map<StructureId, number> {
  const scores = new Map<StructureId, number>([...links.keys()].map((one) => [one, 0]));
  for (const source of links.keys()) {
    const { order, ways, before } = searchInBreadth(links, source);
    const dependency = new Map<StructureId, number>();
    for (const one of order.toReversed()) {
      const own = dependency.get(one) ?? 0;
      for (const previous of before.get(one) ?? []) {
        const share = (ways.get(previous)! / ways.get(one)!) * (1 + own);
        dependency.set(previous, (dependency.get(previous) ?? 0) + share);
      }
      if (one !== source) scores.set(one, scores.get(one)! + own);
    }
  }
  const most = ((links.size - 1) * (links.size - 2)) / 2;
  // Each pair was met from both its ends.
  const scale = 2 * (normalised ? Math.max(1, most) : 1);
  return new Map([...scores].map(([one, score]) => [one, score / scale]));
}

/** From a source: the others from the nearest to the furthest, the number of shortest ways to each, what comes before each. */
function searchInBreadth(links: Links, source: StructureId) {
  const order = [source];
  const distance = new Map([[source, 0]]);
  const ways = new Map([[source, 1]]);
  const before = new Map<StructureId, StructureId[]>([[source, []]]);
  // `order` grows while it is read: it is the queue.
  for (const one of order) {
    for (const next of links.get(one) ?? []) {
      if (!distance.has(next)) {
        distance.set(next, distance.get(one)! + 1);
        ways.set(next, 0);
        before.set(next, []);
        order.push(next);
      }
      if (distance.get(next) !== distance.get(one)! + 1) continue;
      ways.set(next, ways.get(next)! + ways.get(one)!);
      before.get(next)!.push(one);
    }
  }
  return { order, ways, before };
}
