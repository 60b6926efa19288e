import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CategoryId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import type { Pool } from './model.ts';
import { offerDeadline, ranks, Room, settle, type Ledger, type Waiter } from './places.ts';
import { findOverlap, grant, place } from './requests.ts';

const now = new Date('2027-02-01T10:00:00Z');
const A = 1 as CategoryId;
const S = 7 as ProgrammeSessionId;
const T = 8 as ProgrammeSessionId;

const aPool = (capacity: number | null, taken: number, of: Partial<Pool> = {}): Pool => ({
  ...{ category: null, session: null, capacity, taken },
  ...of
});

function aLedger(traits: Partial<Ledger>): Ledger {
  return {
    status: 'published',
    startsAt: new Date('2027-03-18T08:00:00Z'),
    opensAt: new Date('2027-01-01T08:00:00Z'),
    closesAt: null,
    promotion: 'immediate',
    offerHours: 48,
    pools: [],
    lapsed: [],
    lapsedChoices: [],
    waiting: [],
    waitingChoices: [],
    ...traits
  };
}

const aWaiter = (id: number, traits: Partial<Waiter> = {}): Waiter => ({
  ...{ id: id as RegistrationId, category: null, since: new Date(now.getTime() - 1000 + id) },
  ...{ wishes: [], ...traits }
});

/** An edition with some places, a category and two sessions, each limited or not, and people who wait. */
const situations = fc
  .record({
    limits: fc.tuple(...Array.from({ length: 4 }, () => fc.option(fc.integer({ min: 1, max: 6 })))),
    taken: fc.tuple(...Array.from({ length: 4 }, () => fc.nat(6))),
    waiting: fc.array(fc.record({ inA: fc.boolean(), wishes: fc.subarray([S, T]) }), {
      maxLength: 10
    }),
    promotion: fc.constantFrom('immediate' as const, 'offer' as const)
  })
  .map(({ limits, taken, waiting, promotion }) => {
    const of = [{}, { category: A }, { session: S }, { session: T }];
    const pools = of.map((which, at) => {
      const capacity = limits[at] ?? null;
      return aPool(
        capacity,
        capacity === null ? taken[at]! : Math.min(taken[at]!, capacity),
        which
      );
    });
    const people = waiting.map(({ inA, wishes }, at) =>
      aWaiter(at + 1, { category: inA ? A : null, wishes })
    );
    return aLedger({ pools, waiting: people, promotion });
  });

describe('places', () => {
  test('are never given beyond what there is, whatever the situation', () => {
    fc.assert(
      fc.property(situations, (ledger) => {
        const room = new Room(ledger.pools);
        settle(ledger, room, now);
        for (let asked = 0; asked < 12; asked++) place(room, asked % 2 ? A : null, [S, T]);
        return room
          .counted()
          .every(({ capacity, taken }) => capacity === null || taken <= capacity);
      })
    );
  });

  test('leave nobody waiting whom a free place fits', () => {
    fc.assert(
      fc.property(situations, (ledger) => {
        const room = new Room(ledger.pools);
        const { given } = settle(ledger, room, now);
        const served = new Set(given.registrations.map(({ id }) => id));
        return ledger.waiting.every(
          ({ id, category }) => served.has(id) || !room.hasPlace(category)
        );
      })
    );
  });

  test('go in the order of arrival among those of one category', () => {
    fc.assert(
      fc.property(situations, (ledger) => {
        const { given } = settle(ledger, new Room(ledger.pools), now);
        const served = new Set(given.registrations.map(({ id }) => id));
        return [A, null].every((category) => {
          const line = ledger.waiting.filter((one) => one.category === category);
          const last = line.findLastIndex(({ id }) => served.has(id));
          return line.slice(0, last + 1).every(({ id }) => served.has(id));
        });
      })
    );
  });

  test('settled twice, change nothing the second time', () => {
    fc.assert(
      fc.property(situations, (ledger) => {
        const room = new Room(ledger.pools);
        const { given } = settle(ledger, room, now);
        const served = new Set(given.registrations.map(({ id }) => id));
        const waiting = ledger.waiting.filter(({ id }) => !served.has(id));
        const again = settle({ ...ledger, waiting, pools: room.counted() }, room, now);
        expect(again.given.registrations).toEqual([]);
      })
    );
  });

  test('are promised to nobody after the closing, but offers that lapse are taken back', () => {
    const ledger = aLedger({
      closesAt: now,
      pools: [aPool(1, 1)],
      lapsed: [{ id: 1 as RegistrationId, category: null }],
      waiting: [aWaiter(2)]
    });
    const { freed, given } = settle(ledger, new Room(ledger.pools), now);
    expect(freed.registrations).toMatchObject([{ id: 1, status: 'expired' }]);
    expect(given.registrations).toEqual([]);
  });

  test('of a lapsed offer go to the next one in the same gesture', () => {
    const ledger = aLedger({
      promotion: 'offer',
      pools: [aPool(1, 1)],
      lapsed: [{ id: 1 as RegistrationId, category: null }],
      waiting: [aWaiter(2)]
    });
    const { given } = settle(ledger, new Room(ledger.pools), now);
    expect(given.registrations).toMatchObject([{ id: 2, status: 'offered' }]);
  });
});

describe('an offer', () => {
  test('lasts the hours chosen, and never beyond the closing, the start or the session', () => {
    const hours = (ledger: Ledger, session?: Date) =>
      (offerDeadline(ledger, now, session).getTime() - now.getTime()) / 3_600_000;
    const inHours = (count: number) => new Date(now.getTime() + count * 3_600_000);
    expect(hours(aLedger({}))).toBe(48);
    expect(hours(aLedger({ closesAt: inHours(5) }))).toBe(5);
    expect(hours(aLedger({ startsAt: inHours(3), closesAt: inHours(5) }))).toBe(3);
    expect(hours(aLedger({}), inHours(2))).toBe(2);
  });
});

describe('ranks', () => {
  const line = [aWaiter(1, { category: A }), aWaiter(2), aWaiter(3, { category: A })];
  test('count everybody when the edition is full', () => {
    expect([...ranks(line, true).values()]).toEqual([1, 2, 3]);
  });
  test('count those of the category when it alone is full', () => {
    expect([...ranks(line, false).values()]).toEqual([1, 1, 2]);
  });
});

test('sessions that touch do not overlap; those that share a minute do', () => {
  const moment = (id: ProgrammeSessionId, from: string, until: string) => ({
    id,
    startsAt: new Date(`2027-03-18T${from}:00Z`),
    endsAt: new Date(`2027-03-18T${until}:00Z`)
  });
  expect(findOverlap([moment(S, '09:00', '10:00'), moment(T, '10:00', '11:00')])).toBeNull();
  expect(findOverlap([moment(S, '09:00', '10:01'), moment(T, '10:00', '11:00')])).not.toBeNull();
});

test('the organiser gives beyond the capacity only what is full', () => {
  const room = () => new Room([aPool(5, 0), aPool(1, 1, { session: S })]);
  expect(grant(room(), null, [S], 'refuse')).toBeNull();
  expect(grant(room(), null, [S], 'beyond')).toMatchObject({
    status: 'confirmed',
    overruled: false,
    choices: [{ session: S, status: 'confirmed', overruled: true }]
  });
});
