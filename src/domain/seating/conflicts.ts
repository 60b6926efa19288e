/** Constraints that nothing can keep together, where that is proved at once: said rather than searched for. */
import type { Guest, SeatingProblem } from './model.ts';
import { absentIn, matchSeats, partiesOf, placesIn } from './placing.ts';

export type Conflict =
  /** There are not as many seats as people. */
  | {
      readonly kind: 'seats';
      readonly round: number;
      readonly seats: number;
      readonly people: number;
    }
  /** These people have fewer seats where they may sit than there are of them; alone, she has none. */
  | { readonly kind: 'places'; readonly round: number; readonly guests: readonly Guest[] }
  /** They are kept together, and no table has so many seats, or none at which all of them may sit. */
  | { readonly kind: 'party'; readonly round: number; readonly guests: readonly Guest[] }
  /** They are kept together, if only by others, and apart. */
  | { readonly kind: 'together-apart'; readonly guests: readonly [Guest, Guest] }
  /** Each is kept apart from all the others, and they are more than there are tables. */
  | { readonly kind: 'apart'; readonly round: number; readonly guests: readonly Guest[] };

/** What is proved impossible; nothing proves that the rest is possible. */
export function findConflicts(problem: SeatingProblem): Conflict[] {
  const parties = partiesOf(problem);
  const rounds = problem.rounds.flatMap((_, round) => [
    ...ofSeats(problem, round),
    ...ofPlaces(problem, round),
    ...ofParties(problem, round, parties),
    ...ofApart(problem, round)
  ]);
  return [...ofTogetherApart(problem, parties), ...rounds];
}

function ofSeats(problem: SeatingProblem, round: number): Conflict[] {
  const seats = problem.rounds[round]!.reduce((sum, size) => sum + size, 0);
  const people = problem.guests - absentIn(problem, round).size;
  return seats === people ? [] : [{ kind: 'seats', round, seats, people }];
}

function ofPlaces(problem: SeatingProblem, round: number): Conflict[] {
  const { crowds } = matchSeats(placesIn(problem, round), problem.rounds[round]!);
  return crowds.slice(0, 1).map((guests) => ({ kind: 'places', round, guests }));
}

function ofParties(
  problem: SeatingProblem,
  round: number,
  parties: readonly Guest[][]
): Conflict[] {
  const away = absentIn(problem, round);
  const places = placesIn(problem, round);
  return parties
    .map((party) => party.filter((guest) => !away.has(guest)))
    .filter((guests) =>
      problem.rounds[round]!.every(
        (size, table) =>
          size < guests.length || guests.some((guest) => places.get(guest)?.has(table) === false)
      )
    )
    .filter((guests) => guests.length > 1)
    .map((guests) => ({ kind: 'party', round, guests }));
}

/** Parties of the rounds in which both are there; absences apart, a bond by others holds in each. */
function ofTogetherApart(
  { apart, absent, rounds }: SeatingProblem,
  parties: readonly Guest[][]
): Conflict[] {
  const partyOf = new Map(parties.flatMap((party) => party.map((guest) => [guest, party])));
  const isThere = (guest: Guest, round: number) =>
    !(absent ?? []).some((one) => one.guest === guest && one.round === round);
  return (apart ?? [])
    .filter(([a, b]) => partyOf.has(a) && partyOf.get(a) === partyOf.get(b))
    .filter(([a, b]) =>
      rounds.some((_, round) => partyOf.get(a)!.every((guest) => isThere(guest, round)) && a !== b)
    )
    .map(([a, b]) => ({ kind: 'together-apart', guests: [a, b] }));
}

/** A clique of those kept apart, grown greedily from each of them: when it is too large, that is a proof. */
function ofApart(problem: SeatingProblem, round: number): Conflict[] {
  const tables = problem.rounds[round]!.filter((size) => size > 0).length;
  const away = absentIn(problem, round);
  const opponents = new Map<Guest, Set<Guest>>();
  for (const [a, b] of problem.apart ?? []) {
    if (away.has(a) || away.has(b) || a === b) continue;
    opponents.set(a, (opponents.get(a) ?? new Set()).add(b));
    opponents.set(b, (opponents.get(b) ?? new Set()).add(a));
  }
  const byDegree = [...opponents.keys()].toSorted(
    (a, b) => opponents.get(b)!.size - opponents.get(a)!.size
  );
  for (const first of byDegree) {
    const clique = [first];
    for (const guest of byDegree)
      if (clique.every((one) => opponents.get(one)!.has(guest))) clique.push(guest);
    if (clique.length > tables) return [{ kind: 'apart', round, guests: clique }];
  }
  return [];
}
