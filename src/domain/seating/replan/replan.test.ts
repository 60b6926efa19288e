import { describe, expect, test } from 'vitest';
import { asked, id, range, sizes, table } from '../../../../tests/factories/replans.ts';
import type { PlanRule } from '../plan.ts';
import { replanTables } from './replan.ts';

describe('the rounds to come are done again', () => {
  test('nobody moves when everybody came', () => {
    const question = asked([[range(1, 5), range(6, 10)]], range(1, 10));
    const { rounds, seats } = replanTables(question);
    expect(rounds[0]).toMatchObject({ moves: [], changes: 0, bound: 0 });
    expect(seats).toEqual(question.plan.seats);
  });

  test('whoever did not come leaves her place, and nobody else moves while tables hold', () => {
    const { rounds, seats } = replanTables(
      asked([[range(1, 5), range(6, 10)]], [1, 2, 3, 4, 6, 7, 8, 9])
    );
    expect(rounds[0]!.moves.map(({ reason }) => reason)).toEqual(['gone', 'gone']);
    expect(seats).toHaveLength(8);
  });

  test('one person alone closes her table rather than make two people move', () => {
    const { rounds } = replanTables(
      asked(
        [
          [
            [1, 2, 3, 4],
            [5, 6, 7, 8],
            [9, 10, 11]
          ]
        ],
        [1, 2, 3, 4, 5, 6, 7, 8, 9]
      )
    );
    expect(rounds[0]).toMatchObject({ changes: 1, bound: 1, closed: [3] });
  });

  test('a table of two takes one person of those that have more than three', () => {
    const { rounds, ...replan } = replanTables(
      asked([[range(1, 5), range(6, 10)]], [1, 2, ...range(6, 10)])
    );
    expect(rounds[0]).toMatchObject({ changes: 1, bound: 1, closed: [] });
    expect(sizes({ rounds, ...replan }, 1)).toEqual([3, 4]);
  });

  test('late-comers fill the table that lacks people: nobody else moves', () => {
    const replan = replanTables(asked([[range(1, 5), range(6, 10)]], [1, 2, ...range(6, 10), 11]));
    expect(replan.rounds[0]).toMatchObject({ changes: 0, bound: 0 });
    expect(replan.seats.find(({ registration }) => registration === id(11))!.table).toBe(1);
  });

  test('a late-comer sits where she meets the most people for the first time', () => {
    const question = asked(
      [
        [
          [1, 2, 3, 11],
          [4, 5, 6, 7]
        ],
        [
          [1, 2, 3],
          [4, 5, 6]
        ]
      ],
      [...range(1, 6), 11],
      { done: 1 }
    );
    const replan = replanTables(question);
    const second = replan.seats.find(
      ({ registration, round }) => registration === id(11) && round === 2
    );
    expect(second!.table).toBe(2);
    expect(replan.rounds[0]!.newEncounters).toBe(3);
  });

  test('a table is opened when the others are full, and two people join who comes', () => {
    const replan = replanTables(asked([[range(1, 5), range(6, 10)]], range(1, 11)));
    expect(replan.rounds[0]).toMatchObject({ opened: [3], changes: 2, bound: 2 });
    expect(replan.added).toEqual([3]);
    expect(sizes(replan, 1)).toEqual([4, 4, 3]);
  });

  test('a round that is done is never touched', () => {
    const question = asked(
      [
        [range(1, 5), range(6, 10)],
        [range(1, 5), range(6, 10)]
      ],
      [1, 6, 7, 8, 9, 10],
      { done: 1 }
    );
    const replan = replanTables(question);
    expect(replan.seats.filter(({ round }) => round === 1)).toEqual(
      question.plan.seats.filter(({ round }) => round === 1)
    );
    expect(replan.rounds.map(({ round }) => round)).toEqual([2]);
  });

  test('a host and whoever was set by hand stay, even alone: others come', () => {
    const rules: PlanRule[] = [{ kind: 'host', registration: id(1), table: 1, round: null }];
    const replan = replanTables(
      asked([[range(1, 5), range(6, 10)]], [1, ...range(6, 10)], { rules })
    );
    expect(replan.seats.find(({ registration }) => registration === id(1))!.table).toBe(1);
    expect(replan.rounds[0]).toMatchObject({ changes: 2, bound: 2 });
  });

  test('two people kept apart are not put together, two kept together are', () => {
    const rules: PlanRule[] = [
      { kind: 'apart', registration: id(11), other: id(1) },
      { kind: 'together', registration: id(11), other: id(12) }
    ];
    const replan = replanTables(
      asked(
        [
          [
            [1, 2, 3],
            [4, 5, 6]
          ]
        ],
        [...range(1, 6), 11, 12],
        { rules }
      )
    );
    const at = (guest: number) =>
      replan.seats.find(({ registration }) => registration === id(guest))!.table;
    expect([at(11), at(12)]).toEqual([2, 2]);
    expect(replan.rounds[0]!.broken).toEqual([]);
  });

  test('who needs an easy access sits at a table that has one, which somebody leaves if it is full', () => {
    const tables = [table(1, { accessible: true }), table(2)];
    const replan = replanTables(
      asked([[range(1, 5), range(6, 9)]], range(1, 10), { tables, access: [10] })
    );
    expect(replan.seats.find(({ registration }) => registration === id(10))!.table).toBe(1);
    expect(replan.rounds[0]!.changes).toBe(1);
  });

  test('somebody alone in the room is said, not hidden', () => {
    expect(replanTables(asked([[range(1, 5)]], [1])).rounds[0]).toMatchObject({
      short: [],
      moves: expect.any(Array)
    });
    const odd = replanTables(
      asked(
        [
          [
            [1, 2],
            [3, 4]
          ]
        ],
        [1, 2, 3],
        { most: 2 }
      )
    );
    expect(odd.rounds[0]!.short).toHaveLength(1);
  });
});
