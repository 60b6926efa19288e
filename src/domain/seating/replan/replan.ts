/** Does the tables of the rounds to come again, for who is there: see `model.ts`. */
import type { RegistrationId } from '#shared/ids.ts';
import type { PlanRule, PlanSeat } from '../plan.ts';
import { Encounters, tablesOf } from './encounters.ts';
import {
  leastPeople,
  type Move,
  type Replan,
  type ReplanAsked,
  type RoundReplan
} from './model.ts';
import { settle } from './placing.ts';
import { Round, type Room } from './round.ts';

/** The rounds to come, changed as little as can be for those who are there. The same question has the same answer. */
export function replanTables(asked: ReplanAsked): Replan {
  const { plan, from = 1 } = asked;
  const stays = new Set(
    plan.rounds.flatMap((one) => (one.doneAt !== null || one.number < from ? [one.number] : []))
  );
  const facts = asked.facts ?? plan.seats.filter(({ round }) => stays.has(round));
  const coming = plan.rounds.map(({ number }) => number).filter((number) => !stays.has(number));
  const known = roomsOf(plan);
  const rooms = [...known];
  const met = new Encounters();
  for (const tables of tablesOf([...facts, ...seatsToCome(asked, coming)]).values())
    for (const people of tables.values()) met.addTable(people);
  const done = coming
    .toSorted((a, b) => a - b)
    .map((number) => {
      const one = replanRound(asked, number, rooms, met);
      // A table that was added serves in the next rounds as well.
      for (const table of one.opened)
        if (!rooms.some((room) => room.table === table)) rooms.push(newRoom(table, plan.most));
      return one;
    });
  return {
    seats: [
      ...plan.seats.filter(({ round }) => stays.has(round)),
      ...done.flatMap(({ seats }) => seats)
    ],
    rounds: done.map(({ seats: _, ...one }) => one),
    added: rooms.slice(known.length).map(({ table }) => table)
  };
}

const newRoom = (table: number, most: number): Room => ({
  ...{ table, capacity: most, accessible: false }
});

/** All the tables that are spoken of: those of the plan, and those where somebody sits or is a host. */
function roomsOf({ tables, seats, rules, most }: ReplanAsked['plan']): Room[] {
  const rooms = new Map<number, Room>(
    tables.map(({ number, seats: held, accessible }) => [
      number,
      { table: number, capacity: Math.min(held ?? most, most), accessible }
    ])
  );
  const named = [...seats, ...rules.filter((rule) => rule.kind === 'host')];
  for (const { table } of named) if (!rooms.has(table)) rooms.set(table, newRoom(table, most));
  return [...rooms.values()].toSorted((a, b) => a.table - b.table);
}

function seatsToCome({ plan, here }: ReplanAsked, coming: readonly number[]): PlanSeat[] {
  const there = new Set(here.map(({ registration }) => registration));
  return plan.seats.filter(
    ({ round, registration }) => coming.includes(round) && there.has(registration)
  );
}

function replanRound(
  { plan, here, worth = () => 1 }: ReplanAsked,
  number: number,
  rooms: readonly Room[],
  met: Encounters
): RoundReplan & { seats: PlanSeat[] } {
  const rules = plan.rules.filter((rule) => isOf(rule, number));
  const away = new Set(
    rules.flatMap((rule) => (rule.kind === 'absent' ? [rule.registration] : []))
  );
  const expected = here.filter(({ registration }) => !away.has(registration));
  const there = new Set(expected.map(({ registration }) => registration));
  const before = plan.seats.filter(({ round }) => round === number);
  const kept = before.filter(({ registration }) => there.has(registration));
  const seated = new Map(kept.map(({ registration, table }) => [registration, table]));
  const round = new Round({
    ...{ seated, rules, rooms, met, worth },
    pinned: new Set(kept.flatMap((one) => (one.pinned ? [one.registration] : []))),
    arrived: [...there].filter((guest) => !seated.has(guest)).toSorted((a, b) => a - b),
    needsAccess: new Set(expected.flatMap((one) => (one.needsAccess ? [one.registration] : []))),
    more: moreRooms(rooms, plan.most, there.size)
  });
  for (const people of round.at.values()) met.addTable(people, -1);
  const { balance, hostsMoved } = settle(round, leastPeople(plan.most));
  const seats = seatsOf(round, before, number);
  const least = Math.min(Math.max(2, balance.least), seats.length);
  const told = tell(round, before, seats, { number, least });
  for (const people of round.at.values()) met.addTable(people);
  return { ...told, least, bound: balance.bound + hostsMoved, seats };
}

function isOf(rule: PlanRule, round: number): boolean {
  return !('round' in rule) || rule.round === null || rule.round === round;
}

function moreRooms(rooms: readonly Room[], most: number, people: number): Room[] {
  const last = Math.max(0, ...rooms.map(({ table }) => table));
  return Array.from({ length: Math.ceil(people / most) }, (_, at) => newRoom(last + 1 + at, most));
}

function seatsOf(round: Round, before: readonly PlanSeat[], number: number): PlanSeat[] {
  const pinned = new Map(
    before.flatMap((one) => (one.pinned ? [[one.registration, one.table]] : []))
  );
  return [...round.where]
    .map(([registration, table]) => ({
      ...{ round: number, registration, table },
      pinned: pinned.get(registration) === table
    }))
    .toSorted((a, b) => a.table - b.table || a.registration - b.registration);
}

function tell(
  round: Round,
  before: readonly PlanSeat[],
  after: readonly PlanSeat[],
  { number, least }: { number: number; least: number }
): Omit<RoundReplan, 'bound' | 'least'> {
  const moves = movesBetween(round, before, after);
  const served = new Set(before.map(({ table }) => table));
  const serve = new Set(after.map(({ table }) => table));
  return {
    ...{ round: number, moves },
    changes: moves.filter(({ from, to }) => from !== null && to !== null).length,
    opened: [...serve].filter((table) => !served.has(table)),
    closed: [...served].filter((table) => !serve.has(table)).toSorted((a, b) => a - b),
    short: [...serve].filter((table) => round.at.get(table)!.length < least),
    broken: round.ground.rules.filter((rule) => isBroken(round, rule)),
    newEncounters: moves
      .filter(({ to }) => to !== null)
      .reduce((total, { registration, to }) => total + firstMeetings(round, registration, to!), 0)
  };
}

function movesBetween(
  { reasons }: Round,
  before: readonly PlanSeat[],
  after: readonly PlanSeat[]
): Move[] {
  const was = new Map(before.map(({ registration, table }) => [registration, table]));
  const is = new Map(after.map(({ registration, table }) => [registration, table]));
  return [...new Set([...was.keys(), ...is.keys()])]
    .toSorted((a, b) => a - b)
    .flatMap((registration): Move[] => {
      const [from, to] = [was.get(registration) ?? null, is.get(registration) ?? null];
      if (from === to) return [];
      const reason = to === null ? 'gone' : (reasons.get(registration) ?? 'fills');
      return [{ registration, from, to, reason }];
    });
}

function isBroken({ where }: Round, rule: PlanRule): boolean {
  const table = where.get(rule.registration);
  if (table === undefined || rule.kind === 'absent') return false;
  if (rule.kind === 'host') return table !== rule.table;
  const other = where.get(rule.other);
  if (other === undefined) return false;
  return rule.kind === 'together' ? other !== table : other === table;
}

function firstMeetings({ at, ground }: Round, guest: RegistrationId, table: number): number {
  return at.get(table)!.filter((other) => other !== guest && ground.met.of(guest, other) === 0)
    .length;
}
