import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asked, id, range, table } from '../../../../tests/factories/replans.ts';
import type { PlanRule } from '../plan.ts';
import { leastPeople, type Replan, type ReplanAsked } from './model.ts';
import { replanTables } from './replan.ts';

/** Written without anything of what it checks. */
function faultsOf({ plan, here, from = 1 }: ReplanAsked, replan: Replan): string[] {
  const faults: string[] = [];
  const there = new Map(here.map((one) => [one.registration, one]));
  for (const { number, doneAt } of plan.rounds) {
    const before = plan.seats.filter(({ round }) => round === number);
    const after = replan.seats.filter(({ round }) => round === number);
    const told = replan.rounds.find(({ round }) => round === number);
    if (doneAt !== null || number < from) {
      if (told) faults.push(`round ${number} is done, and spoken of`);
      if (JSON.stringify(before) !== JSON.stringify(after)) faults.push(`round ${number} changed`);
      continue;
    }
    const where = new Map(after.map((one) => [one.registration, one]));
    if (where.size !== after.length) faults.push('somebody sits twice');
    const rules = plan.rules.filter(
      (rule) => !('round' in rule) || rule.round === null || rule.round === number
    );
    for (const guest of there.keys()) {
      const away = rules.some((rule) => rule.kind === 'absent' && rule.registration === guest);
      if (where.has(guest) === away)
        faults.push(`${guest} is ${away ? 'seated, and away' : 'not seated'}`);
    }
    for (const guest of where.keys()) if (!there.has(guest)) faults.push(`${guest} is not there`);
    const hosts = new Map(
      rules.flatMap((rule) => (rule.kind === 'host' ? [[rule.registration, rule.table]] : []))
    );
    for (const [guest, host] of hosts)
      if (where.has(guest) && where.get(guest)!.table !== host)
        faults.push(`${guest} left her table`);
    for (const one of before)
      if (
        one.pinned &&
        there.has(one.registration) &&
        !hosts.has(one.registration) &&
        where.get(one.registration)?.table !== one.table
      )
        faults.push(`${one.registration} was set by hand, and moved`);
    for (const [number, people] of Map.groupBy(after, (one) => one.table)) {
      const held = plan.tables.find((one) => one.number === number);
      const fixed = people.filter((one) => one.pinned || hosts.has(one.registration)).length;
      const most = Math.max(fixed, Math.min(plan.most, held?.seats ?? plan.most));
      if (people.length > most)
        faults.push(`table ${number} holds ${most}, and has ${people.length}`);
      if (people.length < 2 && !told!.short.includes(number) && after.length > 1)
        faults.push(`somebody is alone at table ${number}`);
    }
    const changes = before.filter(
      (one) => where.has(one.registration) && where.get(one.registration)!.table !== one.table
    ).length;
    if (told?.changes !== changes) faults.push(`${changes} changes, ${told!.changes} told`);
    if (told!.bound > changes && told!.short.length === 0)
      faults.push(`fewer changes (${changes}) than can be (${told!.bound})`);
  }
  return faults;
}

/** A draw of people at tables, some of whom are gone, and some of whom were not awaited. */
const situations = fc
  .record({
    most: fc.integer({ min: 2, max: 8 }),
    people: fc.integer({ min: 2, max: 40 }),
    rounds: fc.integer({ min: 1, max: 4 }),
    done: fc.integer({ min: 0, max: 2 }),
    gone: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }),
    arrived: fc.integer({ min: 0, max: 12 }),
    shift: fc.integer({ min: 0, max: 7 }),
    pins: fc.array(fc.nat(200), { maxLength: 6 }),
    pairs: fc.array(
      fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 45 }), fc.integer({ min: 1, max: 45 })),
      { maxLength: 4 }
    ),
    hosts: fc.array(fc.tuple(fc.integer({ min: 1, max: 45 }), fc.integer({ min: 1, max: 5 })), {
      maxLength: 3
    }),
    access: fc.array(fc.integer({ min: 1, max: 45 }), { maxLength: 3 })
  })
  .map((one) => {
    const count = Math.ceil(one.people / one.most);
    const draw = range(1, one.rounds).map((round) => {
      const tables = range(1, count).map((): number[] => []);
      for (const guest of range(1, one.people))
        tables[(guest + Math.floor(guest / count) * round * one.shift) % count]!.push(guest);
      return tables;
    });
    // What a shift overfills is evened out: a draw never seats more than a table holds.
    for (const tables of draw)
      for (const people of tables)
        while (people.length > one.most)
          tables.find((other) => other.length < one.most)!.push(people.pop()!);
    const gone = new Set(one.gone);
    const here = range(1, one.people + one.arrived).filter((guest) => !gone.has(guest));
    const rules: PlanRule[] = [
      ...one.pairs.flatMap(([together, a, b]): PlanRule[] =>
        a === b
          ? []
          : [{ kind: together ? 'together' : 'apart', registration: id(a), other: id(b) }]
      ),
      ...[...new Map(one.hosts)].map(([guest, number]): PlanRule => ({
        kind: 'host',
        registration: id(guest),
        table: number,
        round: null
      }))
    ];
    const question = asked(draw, here, {
      ...one,
      rules,
      tables: range(1, count).map((number) =>
        table(number, { accessible: number === 1 && one.access.length > 0 })
      )
    });
    const pinned = new Set(one.pins);
    return {
      ...question,
      plan: {
        ...question.plan,
        seats: question.plan.seats.map((seat, at) => ({ ...seat, pinned: pinned.has(at) }))
      }
    };
  });

describe('whatever happens', { timeout: 60_000 }, () => {
  test('everybody there is seated once, nothing done changes, nothing fixed moves, the bound holds', () => {
    fc.assert(
      fc.property(situations, (question) => {
        expect(faultsOf(question, replanTables(question))).toEqual([]);
      }),
      { numRuns: 1000 }
    );
  });

  test('the same question has the same answer, in whatever order people are given', () => {
    fc.assert(
      fc.property(situations, (question) => {
        const again = { ...question, here: question.here.toReversed() };
        expect(replanTables(again)).toEqual(replanTables(question));
      }),
      { numRuns: 200 }
    );
  });

  test('without rules, the bound is what an exhaustive search finds, and it is reached', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 3, max: 5 }),
        (counts, arrived, most) => {
          let next = 1;
          const draw = counts.map((count) => range(next, (next += Math.min(count, most)) - 1));
          const people = range(1, next - 1 + arrived);
          if (people.length === 0 || people.length > 8) return;
          const question = asked([draw], people, {
            most,
            tables: draw.map((_, at) => table(at + 1))
          });
          const { rounds } = replanTables(question);
          const fewest = fewestMoves(draw, people, most);
          if (fewest === null) return;
          expect(rounds[0]!.bound).toBeLessThanOrEqual(fewest);
          expect(rounds[0]!.changes).toBe(fewest);
        }
      ),
      { numRuns: 400 }
    );
  });

  test('two thousand people of whom two hundred are missing are seated again in a moment', () => {
    const round = (shift: number) =>
      range(0, 249).map((at) =>
        range(0, 7).map((seat) => ((at + seat * shift) % 250) * 8 + seat + 1)
      );
    const question = asked(
      [round(0), round(1), round(7), round(31)],
      range(1, 2100).filter((one) => one % 10 !== 0),
      { most: 8, done: 1 }
    );
    const before = process.cpuUsage();
    const replan = replanTables(question);
    expect(faultsOf(question, replan)).toEqual([]);
    expect(replan.rounds.every(({ changes, bound }) => changes === bound)).toBe(true);
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
  });
});

/** Every way to sit them is tried, at the least number of people that can be had; null when somebody must be alone. */
function fewestMoves(
  draw: readonly (readonly number[])[],
  people: readonly number[],
  most: number
): number | null {
  const tables = draw.length + Math.ceil(people.length / most);
  const was = new Map(draw.flatMap((some, at) => some.map((guest) => [guest, at] as const)));
  for (let least: number = leastPeople(most); least >= 2; least--) {
    let best = Infinity;
    const counts = Array.from({ length: tables }, () => 0);
    const place = (at: number, moves: number): void => {
      if (moves >= best) return;
      if (at === people.length) {
        if (counts.every((count) => count === 0 || count >= least)) best = moves;
        return;
      }
      for (let to = 0; to < tables; to++) {
        if (counts[to] === most) continue;
        counts[to]!++;
        const from = was.get(people[at]!) ?? to;
        place(at + 1, moves + Number(from !== to));
        counts[to]!--;
      }
    };
    place(0, 0);
    if (best < Infinity) return best;
  }
  return null;
}
