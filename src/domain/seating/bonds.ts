/** Who is kept together and who apart, as the search asks: about two people at a time. */
import type { Guest, SeatingProblem } from './model.ts';
import { partiesOf } from './placing.ts';

/** Two people whom a round does not keep as they are to be. */
export interface BrokenBond {
  readonly pair: readonly [Guest, Guest];
  readonly kind: 'together' | 'apart';
}

export class Bonds {
  /** Nobody is bound to anybody. */
  readonly isFree: boolean;
  private readonly together: readonly (readonly [Guest, Guest])[];
  private readonly apart: readonly (readonly [Guest, Guest])[];
  private readonly partners: ReadonlyMap<Guest, readonly Guest[]>;
  private readonly opponents: ReadonlyMap<Guest, readonly Guest[]>;
  private readonly parties: ReadonlyMap<Guest, readonly Guest[]>;

  constructor(problem: SeatingProblem) {
    this.together = distinct(problem.together ?? []);
    this.apart = distinct(problem.apart ?? []);
    this.isFree = this.together.length + this.apart.length === 0;
    this.partners = neighbours(this.together);
    this.opponents = neighbours(this.apart);
    this.parties = new Map(
      partiesOf(problem).flatMap((party) => party.map((guest) => [guest, party] as const))
    );
  }

  /** Those who sit in this round and are bound to her by links of links, with her; null when they are not at one table. */
  partyAt(places: Int32Array, guest: Guest): readonly Guest[] | null {
    if (this.isFree) return null;
    const party = this.parties.get(guest)?.filter((one) => places[one]! >= 0);
    if (!party || party.length < 2) return null;
    return party.every((one) => places[one] === places[guest]) ? party : null;
  }

  /** The bonds that a round breaks. */
  brokenIn(places: Int32Array): BrokenBond[] {
    const split = this.together.filter(
      ([a, b]) => places[a]! >= 0 && places[b]! >= 0 && places[a] !== places[b]
    );
    const crossed = this.apart.filter(([a, b]) => places[a]! >= 0 && places[a] === places[b]);
    return [
      ...split.map((pair) => ({ pair, kind: 'together' as const })),
      ...crossed.map((pair) => ({ pair, kind: 'apart' as const }))
    ];
  }

  /** How many more it would, should `a` and `b` take each other’s place. */
  brokenBy(places: Int32Array, a: Guest, b: Guest): number {
    if (this.isFree) return 0;
    return this.brokenByOne(places, a, b) + this.brokenByOne(places, b, a);
  }

  private brokenByOne(places: Int32Array, guest: Guest, other: Guest): number {
    const [from, to] = [places[guest]!, places[other]!];
    let change = 0;
    for (const partner of this.partners.get(guest) ?? [])
      if (partner !== other && places[partner]! >= 0)
        change += Number(places[partner] !== to) - Number(places[partner] !== from);
    for (const opponent of this.opponents.get(guest) ?? [])
      if (opponent !== other)
        change += Number(places[opponent] === to) - Number(places[opponent] === from);
    return change;
  }
}

function distinct(pairs: readonly (readonly [Guest, Guest])[]): (readonly [Guest, Guest])[] {
  const byName = new Map(
    pairs
      .filter(([a, b]) => a !== b)
      .map(([a, b]) => [`${Math.min(a, b)} ${Math.max(a, b)}`, [a, b] as const])
  );
  return [...byName.values()];
}

function neighbours(pairs: readonly (readonly [Guest, Guest])[]): Map<Guest, Guest[]> {
  const all = new Map<Guest, Guest[]>();
  for (const [a, b] of pairs) {
    all.set(a, [...(all.get(a) ?? []), b]);
    all.set(b, [...(all.get(b) ?? []), a]);
  }
  return all;
}
