import { describe, expect, test } from 'vitest';
import type { EventId, RegistrationId, StructureId } from '#shared/ids.ts';
import { findFaults } from './checking.ts';
import type { PlanGuest, PlanRule, PlanSeat, PlanTable, TablePlan } from './plan.ts';
import { poseProblem, type Posed } from './problem.ts';
import { emptyPlan, seatingOf, seatsOf, unseated } from './seats.ts';
import { SeatingSearch } from './solver.ts';
import { explain } from './wording.ts';

const id = (number: number) => (1000 + number) as RegistrationId;

function guests(count: number, access: readonly number[] = []): PlanGuest[] {
  return Array.from({ length: count }, (_, at) => ({
    registration: id(at),
    name: `Personne ${at}`,
    ...{ professionCode: '', professionLabel: '', structureLabel: '' },
    structure: null as StructureId | null,
    needsAccess: access.includes(at)
  }));
}

interface Traits {
  most?: number;
  rounds?: number;
  done?: number;
  tables?: Partial<PlanTable>[];
  rules?: PlanRule[];
  seats?: PlanSeat[];
}

function plan({ most = 5, rounds = 3, done = 0, tables = [], ...rest }: Traits = {}): TablePlan {
  return {
    ...emptyPlan(1 as EventId),
    ...{ most, rules: [], seats: [], ...rest },
    rounds: Array.from({ length: rounds }, (_, at) => ({
      ...{ number: at + 1, startsAt: null, topic: '' },
      doneAt: at < done ? new Date('2027-03-18T10:00:00Z') : null
    })),
    tables: tables.map((one, at) => ({
      ...{ number: at + 1, name: '', seats: null, accessible: false },
      ...one
    }))
  };
}

const sizes = (posed: Posed) => (posed.ok ? posed.problem.rounds[0] : posed.contradictions);

/** Solved for a moment, checked, and given back as seats. */
function solved(one: TablePlan, people: PlanGuest[]): PlanSeat[] {
  const posed = poseProblem(one, people);
  if (!posed.ok) throw new Error(posed.contradictions.map((c) => explain(c, String)).join());
  const search = new SeatingSearch(posed.problem, 1);
  for (let slice = 0; slice < 30 && !search.isOver; slice++) search.run();
  expect(findFaults(posed.problem, search.best!.seating)).toEqual([]);
  return seatsOf(posed, search.best!.seating, one);
}

const tableOf = (seats: readonly PlanSeat[], guest: number, round: number) =>
  seats.find((one) => one.registration === id(guest) && one.round === round)?.table;

describe('how many sit at each table', () => {
  test('17 people at tables of five at most sit at 5, 4, 4 and 4: nobody is alone', () => {
    expect(sizes(poseProblem(plan(), guests(17)))).toEqual([5, 4, 4, 4]);
    expect(sizes(poseProblem(plan(), guests(6)))).toEqual([3, 3]);
  });

  test('the tables of the room are used by the largest first, as few as can be', () => {
    const room = plan({ most: 8, tables: [{ seats: 2 }, { seats: 8 }, { seats: 8 }] });
    const posed = poseProblem(room, guests(16));
    expect(sizes(posed)).toEqual([8, 8]);
    expect(posed.ok && posed.rounds[0]!.tables).toEqual([2, 3]);
    expect(sizes(poseProblem(room, guests(17)))).toEqual([2, 8, 7]);
  });

  test('a room with too few seats is said, with both numbers', () => {
    const posed = poseProblem(plan({ tables: [{}, {}] }), guests(11));
    expect(posed).toMatchObject({ ok: false, contradictions: [{ kind: 'seats', seats: 10 }] });
    expect(!posed.ok && explain(posed.contradictions[0]!, String)).toBe(
      'Au tour 1, 11 personnes pour 10 places\u00a0: ajoutez des tables, ou des places par table.'
    );
  });

  test('somebody away makes a round smaller', () => {
    const rules: PlanRule[] = [{ kind: 'absent', registration: id(0), round: 1 }];
    const posed = poseProblem(plan({ rules }), guests(11));
    expect(posed.ok && posed.problem.rounds.map((one) => one.length)).toEqual([2, 3, 3]);
  });

  test.each([2, 3, 7, 10, 11, 17, 23, 41, 64])(
    'of %i people none is alone: at tables of two, an odd number is refused',
    (count) => {
      for (let most = 2; most <= 12; most++) {
        const posed = poseProblem(plan({ most }), guests(count));
        if (!posed.ok) {
          expect(posed.contradictions).toMatchObject([{ kind: 'odd' }]);
          expect([most, count % 2]).toEqual([2, 1]);
          continue;
        }
        for (const round of posed.problem.rounds) {
          expect(round.reduce((sum, size) => sum + size, 0)).toBe(count);
          expect(Math.min(...round)).toBeGreaterThan(1);
          expect(Math.max(...round)).toBeLessThanOrEqual(most);
        }
      }
    }
  );
});

describe('what the plan asks for is respected', () => {
  test('hosts stay, people who asked for an access sit at accessible tables, pairs are together or apart', () => {
    const rules: PlanRule[] = [
      { kind: 'host', registration: id(0), table: 1, round: null },
      { kind: 'host', registration: id(1), table: 4, round: 2 },
      { kind: 'together', registration: id(2), other: id(3) },
      { kind: 'apart', registration: id(4), other: id(5) }
    ];
    const tables = [{}, { accessible: true }, { accessible: true }, {}];
    const seats = solved(plan({ rules, tables }), guests(17, [6, 7]));
    expect([1, 2, 3].map((round) => tableOf(seats, 0, round))).toEqual([1, 1, 1]);
    expect(tableOf(seats, 1, 2)).toBe(4);
    for (const round of [1, 2, 3]) {
      expect([2, 3]).toContain(tableOf(seats, 6, round));
      expect([2, 3]).toContain(tableOf(seats, 7, round));
      expect(tableOf(seats, 2, round)).toBe(tableOf(seats, 3, round));
      expect(tableOf(seats, 4, round)).not.toBe(tableOf(seats, 5, round));
    }
  });

  test('a pinned seat and a round that has taken place do not move', () => {
    const first = solved(plan(), guests(12));
    const kept = first.map((one) => ({ ...one, pinned: one.round === 2 && one.table === 1 }));
    const again = solved(plan({ done: 1, seats: kept }), guests(12));
    const still = (seats: readonly PlanSeat[]) =>
      seats
        .filter((one) => one.round === 1 || one.pinned)
        .map((one) => `${one.round} ${one.registration} ${one.table}`)
        .toSorted();
    expect(still(again)).toEqual(still(kept));
  });

  test('who comes after a round that has taken place is away from it, and in the next ones', () => {
    const seats = solved(plan({ done: 1, seats: solved(plan(), guests(12)) }), guests(13));
    expect([1, 2, 3].map((round) => tableOf(seats, 12, round) !== undefined)).toEqual([
      false,
      true,
      true
    ]);
  });

  test('a rule made after a round that goes against it holds in the rounds to come', () => {
    const first = solved(plan(), guests(12));
    const mates = (one: PlanSeat) =>
      first.filter((it) => it.round === 1 && it.table === one.table && it !== one);
    const [a] = first;
    const b = mates(a!)[0]!;
    const c = first.find((one) => one.round === 1 && one.table !== a!.table)!;
    const rules: PlanRule[] = [
      { kind: 'apart', registration: a!.registration, other: b.registration },
      { kind: 'together', registration: a!.registration, other: c.registration }
    ];
    const again = solved(plan({ done: 1, seats: first, rules }), guests(12));
    for (const round of [2, 3]) {
      const at = (one: PlanSeat) => tableOf(again, one.registration - 1000, round);
      expect(at(a!)).toBe(at(c));
      expect(at(a!)).not.toBe(at(b));
    }
  });

  test('a table where a host waits is used, even beyond those that are needed', () => {
    const rules: PlanRule[] = [{ kind: 'host', registration: id(0), table: 7, round: null }];
    const posed = poseProblem(plan({ rules }), guests(10));
    expect(posed.ok && posed.rounds[0]!.tables).toContain(7);
  });

  test('without an accessible table in the room, nobody is held', () => {
    const posed = poseProblem(plan({ tables: [{}, {}] }), guests(8, [1]));
    expect(posed.ok && posed.problem.fixed).toEqual([]);
  });
});

describe('what contradicts itself is said in a sentence that names the people', () => {
  const names = (registration: RegistrationId) => `Personne ${registration - 1000}`;
  const said = (one: Traits, people = guests(12)) => {
    const posed = poseProblem(plan(one), people);
    return posed.ok ? [] : posed.contradictions.map((c) => explain(c, names));
  };

  test('together and apart, even by others in between', () => {
    const rules: PlanRule[] = [
      { kind: 'together', registration: id(0), other: id(1) },
      { kind: 'together', registration: id(1), other: id(2) },
      { kind: 'apart', registration: id(0), other: id(2) }
    ];
    expect(said({ rules })).toEqual([
      'Personne 0 et Personne 2 doivent être à la fois ensemble et séparés\u00a0: retirez une des règles.'
    ]);
  });

  test('two hosts who stay together at two tables; two who stay apart at the same', () => {
    const hosts: PlanRule[] = [
      { kind: 'host', registration: id(0), table: 1, round: null },
      { kind: 'host', registration: id(1), table: 2, round: null }
    ];
    const [together] = said({
      rules: [...hosts, { kind: 'together', registration: id(0), other: id(1) }]
    });
    expect(together).toContain('Personne 0 et Personne 1 doivent être ensemble, mais');
    const same: PlanRule[] = [
      hosts[0]!,
      { kind: 'host', registration: id(1), table: 1, round: null },
      { kind: 'apart', registration: id(0), other: id(1) }
    ];
    expect(said({ rules: same })[0]).toContain('doivent être séparés, mais');
  });

  test('more friends than seats, a table that is no more, somebody at two tables', () => {
    const many = Array.from({ length: 6 }, (_, at): PlanRule => {
      return { kind: 'together', registration: id(at), other: id(at + 1) };
    });
    expect(said({ rules: many })[0]).toContain('aucune table n’a 7 places');
    const rules: PlanRule[] = [{ kind: 'host', registration: id(0), table: 9, round: null }];
    expect(said({ rules, tables: [{}, {}, {}] })).toContain(
      'Personne 0 a sa place à la table 9, qui n’existe pas.'
    );
    const two: PlanRule[] = [
      { kind: 'host', registration: id(0), table: 1, round: null },
      { kind: 'host', registration: id(0), table: 2, round: 1 }
    ];
    expect(said({ rules: two })[0]).toContain('Personne 0 a sa place à deux tables');
  });

  test('more people apart from each other than there are tables', () => {
    const rules = [0, 1, 2, 3].flatMap((a) =>
      [0, 1, 2, 3]
        .filter((b) => b > a)
        .map((b): PlanRule => ({ kind: 'apart', registration: id(a), other: id(b) }))
    );
    expect(said({ rules })[0]).toContain(
      'Personne 0, Personne 1, Personne 2 et Personne 3 doivent tous être séparés'
    );
  });

  test('more needs of access than accessible seats; nobody; a host who would be alone', () => {
    const access = Array.from({ length: 6 }, (_, at) => at);
    expect(said({ tables: [{ accessible: true }, {}, {}] }, guests(12, access))[0]).toContain(
      'les tables faciles d’accès ont 5 places pour 6 personnes'
    );
    expect(said({}, [])).toEqual([
      'Personne n’est inscrit\u00a0: il n’y a encore personne à placer.'
    ]);
    const rules = [0, 1, 2].map((at): PlanRule => ({
      kind: 'host',
      registration: id(at),
      table: at + 1,
      round: null
    }));
    expect(said({ rules }, guests(4))[0]).toContain('une personne serait seule');
  });
});

test('who has no seat in a round to come is not placed yet, unless she is away', () => {
  const seats = solved(plan(), guests(10));
  expect(unseated(plan({ seats }), guests(12)).map(({ name }) => name)).toEqual([
    'Personne 10',
    'Personne 11'
  ]);
  const rules = [1, 2, 3].map((round): PlanRule => ({
    kind: 'absent',
    registration: id(11),
    round
  }));
  expect(unseated(plan({ seats, rules }), guests(12))).toHaveLength(1);
});

test('seats are measured as they are, without those who are no more registered', () => {
  const { problem, seating } = seatingOf({ seats: solved(plan(), guests(10)) }, guests(8));
  expect(problem.guests).toBe(8);
  expect(seating.map((tables) => tables.flat().length)).toEqual([8, 8, 8]);
});
