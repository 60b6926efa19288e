/** Who should be introduced to whom: pairs of structures with much in common that do not know each other, the best first. */
import { ALL_AUDIENCES, reasonOf, sharedAudiences, WORTH, worthOf } from './reasons.ts';
import { standingOf, type CandidatePair, type Introduction, type Standing } from './pair.ts';

/**
 * The pairs to be introduced and those about which something was decided, the best first within each standing. A pair
 * that one of the two says it knows (it has talked with the other) is left out, and so is one that serves other publics
 * for certain; a structure that does not say whom it serves is kept.
 * @param labels - the name of each public by its code.
 */
export function rankIntroductions(
  pairs: readonly CandidatePair[],
  labels: ReadonlyMap<string, string>
): Introduction[] {
  return pairs
    .flatMap((pair) => {
      const standing = standingOf(pair);
      const shared = sharedAudiences(pair.a.audiences, pair.b.audiences);
      if (!standing || (shared === null && !pair.decision)) return [];
      const found = shared ?? [];
      const reason = reasonOf(pair, found, labels);
      return [{ ...pair, standing, shared: found, score: scoreOf(pair, found), reason }];
    })
    .toSorted(byScore);
}

/**
 * How much a pair would gain by meeting: `10 log2(1 + communes)`, 12 a shared public up to three, 10 when they are of two
 * types and 5 when one acts for people while the other brings actors together (they complete each other), 10 for each
 * side that does not know the other and 5 for each that does by name; 10 less when they have already been to the same
 * edition. An order of preference, not a measure: it is shown nowhere.
 */
export function scoreOf(pair: CandidatePair, shared: readonly string[]): number {
  const ignorance = [pair.said.a, pair.said.b].reduce<number>(
    (sum, level) => sum + (level === 0 ? WORTH.unknown : level === 1 ? WORTH.byName : 0),
    0
  );
  return (
    worthOf(pair.communes, shared) +
    (pair.a.type === pair.b.type ? 0 : WORTH.otherType) +
    (pair.a.action === pair.b.action ? 0 : WORTH.otherAction) +
    ignorance +
    (pair.together ? WORTH.together : 0)
  );
}

export interface IntroductionFilter {
  readonly standing: Standing;
  /** A type of which at least one is; a public that both serve. */
  readonly type: string | null;
  readonly audience: string | null;
}

/** Those that a filter asks for. */
export function filterIntroductions(
  all: readonly Introduction[],
  { type, audience }: Pick<IntroductionFilter, 'type' | 'audience'>
): Introduction[] {
  return all.filter(
    ({ a, b, shared }) =>
      (!type || a.type === type || b.type === type) &&
      (!audience || shared.includes(audience) || shared.includes(ALL_AUDIENCES))
  );
}

function byScore(x: Introduction, y: Introduction): number {
  return y.score - x.score || y.communes - x.communes || x.a.id - y.a.id || x.b.id - y.b.id;
}
