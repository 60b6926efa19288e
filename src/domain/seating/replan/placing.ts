/** Seats those who have no place, then fills the tables that lack people. */
import type { RegistrationId } from '#shared/ids.ts';
import type { Balance } from './balance.ts';
import type { MoveReason } from './model.ts';
import type { Round } from './round.ts';

/** Does a round again: tables of `least` people if it can be. */
export function settle(round: Round, least: number): { balance: Balance; hostsMoved: number } {
  const hostsMoved = seatHosts(round);
  const arrived = round.ground.arrived.filter((guest) => !round.where.has(guest));
  const balance = round.balance(least, arrived.length);
  const serving = servingTables(round, balance);
  const pool: RegistrationId[] = [...arrived];
  for (const guest of arrived) round.reasons.set(guest, 'arrived');
  for (const table of balance.closed)
    for (const guest of [...(round.at.get(table) ?? [])]) leave(round, guest, 'closed', pool);
  for (const table of serving) relieve(round, table, pool);
  seatPool(round, pool, serving, balance.least);
  fill(round, serving, balance.least);
  improve(round, pool);
  return { balance, hostsMoved };
}

/** A host sits at her table, whatever was drawn. */
function seatHosts(round: Round): number {
  let moved = 0;
  for (const [guest, table] of round.hosts) {
    const now = round.where.get(guest);
    if (now === table) continue;
    if (now !== undefined) {
      round.rise(guest);
      round.reasons.set(guest, 'host');
      moved++;
    } else if (round.ground.arrived.includes(guest)) round.reasons.set(guest, 'arrived');
    else continue;
    round.sit(guest, table);
  }
  return moved;
}

function servingTables(round: Round, { closed, opened }: Balance): number[] {
  const used = [...round.at].flatMap(([table, people]) => (people.length > 0 ? [table] : []));
  return [...used.filter((table) => !closed.includes(table)), ...opened].toSorted((a, b) => a - b);
}

function leave(
  round: Round,
  guest: RegistrationId,
  reason: MoveReason,
  pool: RegistrationId[]
): void {
  round.rise(guest);
  round.reasons.set(guest, reason);
  pool.push(guest);
}

/** Those who lose the least leave a table that holds fewer. */
function relieve(round: Round, table: number, pool: RegistrationId[]): void {
  while (round.room(table) < 0) {
    const people = round.at.get(table)!;
    const free = people.filter((guest) => round.isFree(guest));
    const leaving = leastOf(
      free.length > 0 ? free : people.filter((guest) => !round.isFixed(guest)),
      (guest) => round.value(guest, table)
    );
    if (leaving === undefined) return;
    leave(round, leaving, 'crowded', pool);
  }
}

/** Those kept together, in one go; first those who have the least choice. */
function seatPool(
  round: Round,
  pool: RegistrationId[],
  serving: readonly number[],
  least: number
): void {
  let left = pool.length;
  const queue = partiesOf(round, pool);
  for (let party = queue.shift(); party; party = queue.shift()) {
    if (party.some((guest) => round.needsAccess(guest)))
      left += makeAccess(round, party, serving, pool, queue);
    const table = bestTable(round, party, serving, least, left);
    if (table === undefined && party.length > 1) {
      // Nowhere together: each where there is room, and the rule is said to be broken.
      queue.unshift(...party.map((guest) => [guest]));
      continue;
    }
    for (const guest of party) round.sit(guest, table!);
    left -= party.length;
  }
}

function partiesOf(round: Round, pool: readonly RegistrationId[]): RegistrationId[][] {
  const waiting = new Set(pool);
  const parties = pool.flatMap((guest) => {
    if (!waiting.delete(guest)) return [];
    const party = [guest];
    for (const one of party)
      for (const mate of round.matesOf(one)) if (waiting.delete(mate)) party.push(mate);
    return [party];
  });
  const access = (party: readonly RegistrationId[]) =>
    Number(party.some((guest) => round.needsAccess(guest)));
  const anchored = (party: readonly RegistrationId[]) => Number(anchorsOf(round, party).length > 0);
  return parties.toSorted(
    (a, b) =>
      access(b) - access(a) || anchored(b) - anchored(a) || b.length - a.length || a[0]! - b[0]!
  );
}

/** The tables where somebody already sits with whom one of them is kept. */
function anchorsOf(round: Round, party: readonly RegistrationId[]): number[] {
  return party.flatMap((guest) =>
    [...round.matesOf(guest)].flatMap((mate) => round.where.get(mate) ?? [])
  );
}

/** Somebody who does not need a table that is easy to reach leaves it to who does. */
function makeAccess(
  round: Round,
  party: readonly RegistrationId[],
  serving: readonly number[],
  pool: RegistrationId[],
  queue: RegistrationId[][]
): number {
  const tables = serving.filter(
    (table) => round.rooms.get(table)!.accessible && round.suits(party, table)
  );
  if (party.length > 1 || tables.some((table) => round.room(table) > 0)) return 0;
  const free = tables
    .flatMap((table) => round.at.get(table) ?? [])
    .filter((guest) => round.isFree(guest) && !round.needsAccess(guest));
  const leaving = leastOf(free, (guest) => round.value(guest, round.where.get(guest)!));
  if (leaving === undefined) return 0;
  leave(round, leaving, 'access', pool);
  queue.push([leaving]);
  return 1;
}

/** Where they meet the most new people; a table that lacks people first, when those left just suffice to fill it. */
function bestTable(
  round: Round,
  party: readonly RegistrationId[],
  serving: readonly number[],
  least: number,
  left: number
): number | undefined {
  const lacks = (table: number) => Math.max(0, least - (round.at.get(table)?.length ?? 0));
  const lacking = serving.reduce((total, table) => total + lacks(table), 0);
  const roomy = serving.filter((table) => round.room(table) >= party.length);
  const anchors = new Set(anchorsOf(round, party));
  const suiting = roomy.filter((table) => round.suits(party, table));
  const filling = lacking > left - party.length ? suiting.filter((table) => lacks(table) > 0) : [];
  const stages = [suiting.filter((table) => anchors.has(table)), filling, suiting, roomy];
  const choices = stages.find((some) => some.length > 0);
  return (
    choices &&
    leastOf(
      choices,
      (table) => {
        const value = party.reduce((total, guest) => total + round.value(guest, table), 0);
        return -value;
      },
      (table) => round.at.get(table)?.length ?? 0
    )
  );
}

/** A table that still lacks people takes from those that have more than enough: whoever gains the most by it. */
function fill(round: Round, serving: readonly number[], least: number): void {
  const lacks = (table: number) => least - (round.at.get(table)?.length ?? 0);
  for (const table of serving)
    while (lacks(table) > 0) {
      const free = serving
        .filter((other) => other !== table && lacks(other) < 0)
        .flatMap((other) => round.at.get(other)!)
        .filter((guest) => round.isFree(guest) && round.suits([guest], table));
      const gain = (guest: RegistrationId) =>
        round.value(guest, table) - round.value(guest, round.where.get(guest)!);
      // From the tables that have the most: none is left much smaller than the others.
      const coming = leastOf(
        free,
        (guest) => lacks(round.where.get(guest)!),
        (guest) => -gain(guest)
      );
      if (coming === undefined) break;
      round.rise(coming);
      round.sit(coming, table);
      // Whoever came a moment ago is not moved: she had no place.
      if (!round.reasons.has(coming)) round.reasons.set(coming, 'fills');
    }
}

const MOST_PASSES = 4;
const MOST_IMPROVED = 200;

/** Two people who had to be seated change places when it is worth it: nobody else moves for it. */
function improve(round: Round, pool: readonly RegistrationId[]): void {
  const free = pool.slice(0, MOST_IMPROVED).filter((guest) => round.isFree(guest));
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    let better = false;
    for (const [at, a] of free.entries())
      for (const b of free.slice(at + 1)) better = swapped(round, a, b) || better;
    if (!better) return;
  }
}

function swapped(round: Round, a: RegistrationId, b: RegistrationId): boolean {
  const [here, there] = [round.where.get(a)!, round.where.get(b)!];
  if (here === there) return false;
  const before = round.value(a, here) + round.value(b, there);
  round.rise(a);
  round.rise(b);
  const isAllowed = round.suits([a], there) && round.suits([b], here);
  const isBetter = isAllowed && round.value(a, there) + round.value(b, here) > before + 1e-9;
  round.sit(a, isBetter ? there : here);
  round.sit(b, isBetter ? here : there);
  return isBetter;
}

/** The least by some measures, the first of those that are even. */
function leastOf<T>(things: readonly T[], ...measures: ((thing: T) => number)[]): T | undefined {
  let best: { thing: T; scores: number[] } | undefined;
  for (const thing of things) {
    const scores = measures.map((measure) => measure(thing));
    if (!best || isLess(scores, best.scores)) best = { thing, scores };
  }
  return best?.thing;
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((score, index) => score !== b[index]);
  return at >= 0 && a[at]! < b[at]!;
}
