import { describe, expect, test } from 'vitest';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { moveSeats, proposeMoves, weighMove, type SeatMove } from './moves.ts';
import type { PlanGuest, PlanRule, PlanSeat, TablePlan } from './plan.ts';
import { emptyPlan } from './seats.ts';

const id = (number: number) => number as RegistrationId;

/** Two rounds of two tables of three: 1 2 3 and 4 5 6, then 1 4 and 2 3 5 6. */
const SEATS: PlanSeat[] = [
  ...[1, 2, 3].map((one) => [1, one, 1]),
  ...[4, 5, 6].map((one) => [1, one, 2]),
  ...[1, 4].map((one) => [2, one, 1]),
  ...[2, 3, 5, 6].map((one) => [2, one, 2])
].map(([round, guest, table]) => ({
  ...{ round: round!, registration: id(guest!), table: table!, pinned: false }
}));

function plan(traits: Partial<TablePlan> = {}, done = 0): TablePlan {
  return {
    ...emptyPlan(1 as EventId),
    ...{ most: 4, seats: SEATS },
    rounds: [1, 2].map((number) => ({
      ...{ number, startsAt: null, topic: '' },
      doneAt: number <= done ? new Date('2027-03-18T10:00:00Z') : null
    })),
    ...traits
  };
}

const guests: PlanGuest[] = [1, 2, 3, 4, 5, 6].map((one) => ({
  ...{ registration: id(one), name: `Personne ${one}`, structure: null, structureLabel: '' },
  ...{ professionCode: '', professionLabel: '', needsAccess: one === 6 }
}));

const swap = (round: number, a: number, b: number): SeatMove => ({
  ...{ round, registration: id(a), to: { other: id(b) } }
});
const go = (round: number, a: number, table: number): SeatMove => ({
  ...{ round, registration: id(a), to: { table } }
});
function cost(one: TablePlan, move: SeatMove) {
  const moved = moveSeats(one, move);
  if (!moved.ok) throw new Error(moved.reason);
  return weighMove(one, guests, move, moved.seats);
}

describe('a move', () => {
  test('of two who change places pins both, and nobody else moves', () => {
    const moved = moveSeats(plan(), swap(1, 3, 4));
    const changed = moved.ok ? moved.seats.filter((one, at) => one !== SEATS[at]) : [];
    expect(changed.map(({ registration, table, pinned }) => [registration, table, pinned])).toEqual(
      [
        [3, 2, true],
        [4, 1, true]
      ]
    );
  });

  test.each([
    ['done', plan({}, 1), swap(1, 3, 4)],
    ['seat', plan(), swap(1, 3, 9)],
    ['same', plan(), swap(1, 1, 2)],
    ['full', plan(), go(2, 1, 2)],
    ['no-table', plan(), go(1, 1, 9)]
  ])('is refused: %s', (reason, one, move) => {
    expect(moveSeats(one, move)).toEqual({ ok: false, reason });
  });

  test('undone by its contrary gives the same tables', () => {
    const there = moveSeats(plan(), swap(1, 3, 4));
    const back = moveSeats(plan({ seats: there.ok ? there.seats : [] }), swap(1, 4, 3));
    const tables = (seats: readonly PlanSeat[]) => seats.map(({ table }) => table);
    expect(back.ok && tables(back.seats)).toEqual(tables(SEATS));
  });
});

describe('what a move costs is known before it is made', () => {
  test('who meets, who meets no more, and how many repeats, over all rounds', () => {
    // 3 leaves 1 and 2 (whom 3 meets again in round 2) for 5 and 6 (met in round 2); 4 leaves 5 and 6 for 1 (met) and 2.
    expect(cost(plan(), swap(1, 3, 4))).toMatchObject({
      gained: [[4, 2]],
      lost: [
        [3, 1],
        [4, 5],
        [4, 6]
      ],
      // 2-3 and 5-6 met twice: 2-3 no more; 3-5, 3-6 and 4-1 now do.
      repeats: 2
    });
  });

  test('what it breaks: a bond, a host, an easy access, somebody left alone', () => {
    const rules: PlanRule[] = [
      { kind: 'together', registration: id(1), other: id(2) },
      { kind: 'apart', registration: id(3), other: id(4) },
      { kind: 'host', registration: id(5), table: 2, round: null }
    ];
    const tables = [1, 2].map((number) => ({
      ...{ number, name: '', seats: null, accessible: number === 2 }
    }));
    const one = plan({ rules, tables });
    const kinds = (move: SeatMove) => cost(one, move).broken.map(({ kind }) => kind);
    expect(kinds(swap(1, 1, 4))).toEqual(['together', 'apart']);
    expect(kinds(swap(1, 3, 5))).toEqual(['apart', 'host']);
    expect(kinds(swap(1, 3, 6))).toEqual(['apart', 'access']);
    expect(cost(plan({ most: 5 }), go(2, 4, 2)).broken).toEqual([{ kind: 'alone', table: 1 }]);
  });

  test('the cheapest are proposed first, and none breaks a rule while another does not', () => {
    const offers = proposeMoves(plan(), guests, { round: 1, registration: id(3) });
    const prices = offers.map(({ cost: { gained, lost } }) => lost.length - gained.length);
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
    expect(offers.length).toBeGreaterThan(2);
  });
});
