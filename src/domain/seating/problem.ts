/** From a plan and its people to the numbers of the solver, and back. */
import type { RegistrationId } from '#shared/ids.ts';
import {
  checkPairs,
  checkRound,
  crowdsOf,
  groupOf,
  heldBy,
  idOf,
  say,
  type Contradiction,
  type Ground,
  type Pair
} from './contradictions.ts';
import type { FixedPlace, Guest, SeatingProblem } from './model.ts';
import type { PlanGuest, PlanRound, PlanSeat, TablePlan } from './plan.ts';
import { layRound, roomOf, type RoomTable, type UsedTable } from './room.ts';

export interface PosedProblem {
  readonly ok: true;
  readonly problem: SeatingProblem;
  /** Who each number is. */
  readonly people: readonly RegistrationId[];
  /** The rounds of the plan, then the tables of each, in the order of the problem. */
  readonly rounds: readonly { readonly number: number; readonly tables: readonly number[] }[];
}

export type Posed =
  PosedProblem | { readonly ok: false; readonly contradictions: readonly Contradiction[] };

/**
 * The problem that a plan poses: rounds that have taken place and pinned seats are fixed, hosts at their tables, people
 * who asked for an easy access at accessible tables, turn by turn when there are several. A table that no round needs
 * is left aside.
 * @param values - what each pair is worth, by rank in `guests`; every pair is worth the same without.
 */
export function poseProblem(
  plan: TablePlan,
  guests: readonly PlanGuest[],
  values: Float64Array | null = null
): Posed {
  const kind =
    guests.length === 0
      ? 'nobody'
      : guests.length === 1
        ? 'one-guest'
        : plan.rounds.length === 0
          ? 'no-rounds'
          : null;
  if (kind) return { ok: false, contradictions: [{ kind }] };
  const rank = new Map(guests.map(({ registration }, at) => [registration, at]));
  const together = pairsOf(plan, rank, 'together');
  const apart = pairsOf(plan, rank, 'apart');
  const groups = joined(guests.length, together);
  const ground: Ground = { plan, guests, rank, groups, contradictions: [] };
  checkPairs(ground, apart);
  const rounds = plan.rounds.map((round) => layOne(ground, round, apart));
  if (ground.contradictions.length > 0) return { ok: false, contradictions: ground.contradictions };
  const fixed = rounds.flatMap(({ fixed: some }) => some);
  const absent = rounds.flatMap(({ absent: some }) => some);
  const problem: SeatingProblem = {
    ...{ guests: guests.length, values, fixed, together, apart, absent },
    rounds: rounds.map(({ tables }) => tables.map(({ size }) => size))
  };
  const crowds = apart.length > 2 ? crowdsOf(ground, problem) : [];
  if (crowds.length > 0) return { ok: false, contradictions: crowds };
  return {
    ...{ ok: true, problem },
    people: guests.map(({ registration }) => registration),
    rounds: rounds.map((one) => ({ ...one, tables: one.tables.map(({ number }) => number) }))
  };
}

interface Round {
  readonly number: number;
  readonly tables: readonly UsedTable[];
  readonly fixed: readonly FixedPlace[];
  readonly absent: readonly { guest: Guest; round: number }[];
}

function layOne(ground: Ground, round: PlanRound, apart: readonly Pair[]): Round {
  const { plan, guests } = ground;
  const at = plan.rounds.indexOf(round);
  if (round.doneAt) return past(ground, round, at);
  const away = awayIn(ground, round.number);
  const absent = [...away].map((guest) => ({ guest, round: at }));
  const there = guests.map((_, guest) => guest).filter((guest) => !away.has(guest));
  const places = placesIn(ground, round.number, away);
  followed(ground, round.number, places, away);
  const laid = layTables(ground, round.number, places, there);
  if (!laid) return { number: round.number, tables: [], fixed: [], absent };
  const { tables } = laid;
  sitEasily(ground, { round: at, places, apart, ...laid });
  checkRound(ground, { round, places, tables, away, apart });
  const fixed = [...places].map(([guest, table]) => ({
    ...{ guest, round: at },
    table: tables.findIndex(({ number }) => number === table)
  }));
  return { number: round.number, tables, fixed, absent };
}

/** The tables of a round, and who needs one that is accessible; null when the room does not do. */
function layTables(
  ground: Ground,
  round: number,
  places: ReadonlyMap<Guest, number>,
  there: readonly Guest[]
) {
  const { plan } = ground;
  const held = heldBy(places);
  const room = roomOf(plan.tables, { most: plan.most, people: there.length, held });
  for (const [guest, table] of places)
    if (!room.some(({ number }) => number === table))
      say(ground, { kind: 'no-table', person: idOf(ground, guest), table });
  const easy = room.filter(({ accessible }) => accessible);
  const needing = easy.length > 0 ? there.filter((guest) => needs(ground, guest, places)) : [];
  checkAccess(ground, round, needing, easy);
  const laid = layRound(room, { people: there.length, held, access: needing.length });
  if (laid.ok)
    return { tables: laid.tables, needing, easy: new Set(easy.map(({ number }) => number)) };
  const people = there.length;
  if (laid.reason === 'seats') say(ground, { kind: 'seats', round, people, seats: laid.seats });
  else if (laid.reason === 'alone' && plan.most === 2) say(ground, { kind: 'odd', round, people });
  else say(ground, { kind: laid.reason, round, table: laid.table });
  return null;
}

function checkAccess(
  ground: Ground,
  round: number,
  needing: readonly Guest[],
  easy: readonly RoomTable[]
): void {
  const seats = easy.reduce((sum, one) => sum + one.seats, 0);
  if (needing.length <= seats) return;
  say(ground, {
    kind: 'access',
    round,
    seats,
    people: needing.map((guest) => idOf(ground, guest))
  });
}

/** What has taken place: everyone where they were, whoever was not there away. */
function past(ground: Ground, { number }: PlanRound, round: number): Round {
  const { plan, guests, rank } = ground;
  const seats = plan.seats.filter((one) => one.round === number && rank.has(one.registration));
  const left = seats.filter((one) => !goesAgainst(ground, one, seats));
  const numbers = [...new Set(left.map(({ table }) => table))].toSorted((a, b) => a - b);
  const seated = new Set(left.map(({ registration }) => registration));
  return {
    number,
    tables: numbers.map((table) => ({
      number: table,
      size: left.filter((one) => one.table === table).length
    })),
    fixed: left.map(({ registration, table }) => ({
      ...{ guest: rank.get(registration)!, round },
      table: numbers.indexOf(table)
    })),
    absent: guests.flatMap(({ registration }, guest) =>
      seated.has(registration) ? [] : [{ guest, round }]
    )
  };
}

/**
 * A round that has taken place may go against a rule made since. The second of the two is then left out of that round:
 * what she lived in it is forgotten, rather than the rule in the rounds to come.
 */
function goesAgainst(
  { plan, groups, rank }: Ground,
  { registration, table }: PlanSeat,
  seats: readonly PlanSeat[]
): boolean {
  const tableOf = (guest: RegistrationId) =>
    seats.find((one) => one.registration === guest)?.table ?? null;
  const guest = rank.get(registration)!;
  const [first] = groups.find((group) => group.includes(guest)) ?? [guest];
  const leader = seats.find((one) => rank.get(one.registration) === first);
  if (leader && leader.table !== table) return true;
  return plan.rules.some(
    (rule) =>
      rule.kind === 'apart' && rule.other === registration && tableOf(rule.registration) === table
  );
}

function awayIn({ plan, rank }: Ground, round: number): Set<Guest> {
  return new Set(
    plan.rules.flatMap((one) => {
      const guest = rank.get(one.registration);
      return one.kind === 'absent' && one.round === round && guest !== undefined ? [guest] : [];
    })
  );
}

/** The table of each one who has a place of her own: as a host, or pinned there, which was said last. */
function placesIn(ground: Ground, round: number, away: ReadonlySet<Guest>): Map<Guest, number> {
  const { plan, rank } = ground;
  const places = new Map<Guest, number>();
  const sit = (registration: RegistrationId, table: number) => {
    const guest = rank.get(registration);
    if (guest === undefined || away.has(guest)) return;
    const other = places.get(guest);
    if (other !== undefined && other !== table)
      say(ground, { kind: 'two-tables', person: registration, round });
    places.set(guest, table);
  };
  for (const one of plan.rules)
    if (one.kind === 'host' && (one.round === null || one.round === round))
      sit(one.registration, one.table);
  for (const one of plan.seats)
    if (one.pinned && one.round === round) sit(one.registration, one.table);
  return places;
}

/** Those who stay together follow the one of them who has a place. */
function followed(
  ground: Ground,
  round: number,
  places: Map<Guest, number>,
  away: ReadonlySet<Guest>
): void {
  for (const group of ground.groups) {
    const placed = group.filter((guest) => places.has(guest));
    const [first] = placed;
    if (first === undefined) continue;
    const table = places.get(first)!;
    const other = placed.find((guest) => places.get(guest) !== table);
    if (other !== undefined)
      say(ground, {
        kind: 'together-places',
        round,
        people: [idOf(ground, first), idOf(ground, other)]
      });
    for (const guest of group) if (!away.has(guest) && !places.has(guest)) places.set(guest, table);
  }
}

/** Asked for an easy access, and has no place that somebody chose for her. */
function needs({ guests }: Ground, guest: Guest, places: ReadonlyMap<Guest, number>): boolean {
  return guests[guest]!.needsAccess && !places.has(guest);
}

interface Easily {
  readonly round: number;
  readonly needing: readonly Guest[];
  readonly places: Map<Guest, number>;
  readonly tables: readonly UsedTable[];
  readonly easy: ReadonlySet<number>;
  readonly apart: readonly Pair[];
}

/** At an accessible table with room, another one each round as far as there are several; with those they stay with. */
function sitEasily(ground: Ground, { round, needing, places, tables, easy, apart }: Easily): void {
  const left = tables
    .filter(({ number }) => easy.has(number))
    .map(({ number, size }) => ({ number, free: size - (heldBy(places).get(number) ?? 0) }));
  for (const [at, guest] of needing.entries()) {
    if (places.has(guest)) continue;
    const group = groupOf(ground, guest).filter((one) => !places.has(one));
    const kept = new Set(
      apart
        .flatMap(([a, b]) => (a === guest ? [b] : b === guest ? [a] : []))
        .map((one) => places.get(one))
    );
    const turn = left.map((_, from) => left[(from + at * (1 + round)) % left.length]!);
    const table =
      turn.find(({ number, free }) => free >= group.length && !kept.has(number)) ??
      turn.find(({ free }) => free >= group.length);
    // Without room for all of them: said as a group that is too large, by what checks the round.
    if (!table) continue;
    for (const one of group) places.set(one, table.number);
    table.free -= group.length;
  }
}

function pairsOf(
  { rules }: TablePlan,
  rank: ReadonlyMap<RegistrationId, Guest>,
  kind: 'together' | 'apart'
): Pair[] {
  return rules.flatMap((rule) => {
    if (rule.kind !== kind) return [];
    const [a, b] = [rank.get(rule.registration), rank.get(rule.other)];
    return a === undefined || b === undefined || a === b ? [] : [[a, b] as const];
  });
}

/** Who is with whom, from one to the next: those of two at least. */
function joined(guests: number, pairs: readonly Pair[]): Guest[][] {
  const group = new Map<Guest, Guest[]>();
  for (const [a, b] of pairs) {
    const all = [...new Set([...(group.get(a) ?? [a]), ...(group.get(b) ?? [b])])];
    for (const one of all) group.set(one, all);
  }
  return [...new Set(group.values())].filter((one) => one.length > 1 && one.length <= guests);
}
