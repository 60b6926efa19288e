import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correct } from './clock.ts';
import { codeKey, readCode } from './codes.ts';
import { boundsOf, daysOf, linkState } from './days.ts';
import { gestureInput } from './forms.ts';
import { BATCH_SIZE, batchOf, type Expected, type Gesture } from './model.ts';
import { findable, namesakes, search } from './search.ts';
import { currentEntrance, isExpected, judge, Standing } from './standing.ts';

const SIGNATURE = 'a'.repeat(43);

const person = (id: number, first: string, last: string, rest: Partial<Expected> = {}) => ({
  ...{ id, first, last, structure: '', profession: '', category: '' },
  ...{ halfDays: [], sessions: [], waiting: false, codes: [], ...rest }
});

describe('a code', () => {
  test('is that of a badge, or the link « ma place » of any address', () => {
    expect(readCode(`4f-${SIGNATURE}`)).toEqual({ kind: 'badge', token: `4f-${SIGNATURE}` });
    expect(readCode(` https://maillage.exemple/ma-place/4f-${SIGNATURE}?inscrit `)).toEqual({
      ...{ kind: 'place', token: `4f-${SIGNATURE}` }
    });
  });

  test('is nothing else: neither a link to something else, nor a name, nor a longer text', () => {
    for (const text of ['Camille Essai', 'https://exemple.test/', `4f-${SIGNATURE}x`, ''])
      expect(readCode(text)).toBeNull();
  });

  test('of a badge is not that of « ma place », even of the same number', () => {
    const token = `4f-${SIGNATURE}`;
    expect(codeKey({ kind: 'badge', token })).not.toBe(codeKey({ kind: 'place', token }));
  });
});

describe('a name', () => {
  const list = findable([
    person(1, 'Émile', 'Brouillon', { structure: 'CLIC Mirefleurs' }),
    person(2, 'Zoé', 'Émilien-Croquis'),
    person(3, 'Mirèio', 'Calque')
  ]);
  const found = (typed: string) => search(list, typed, 12).map(({ id }) => id);

  test('is found by two letters, without accents, in any order of its words', () => {
    expect(found('em')).toEqual([1, 2]);
    expect(found('BROUILLON emi')).toEqual([1]);
    expect(found('croq')).toEqual([2]);
  });

  test('comes before a structure that begins the same', () => {
    expect(found('mire')).toEqual([3, 1]);
  });

  test('is not searched by one letter, nor by spaces', () => {
    expect(found('e')).toEqual([]);
    expect(found('   ')).toEqual([]);
  });

  test('is compared whole to tell namesakes', () => {
    expect(namesakes(list, { first: 'emile', last: 'BROUILLON' })).toHaveLength(1);
    expect(namesakes(list, { first: '', last: 'Brouillon' })).toHaveLength(0);
  });
});

describe('who is there, on a telephone', () => {
  const gesture = (type: 'in' | 'out', at: number, registration = 1): Gesture => ({
    ...{ nonce: `${type}${at}`, type, at, registration, entrance: 'h1', means: 'name' }
  });

  test('is what the server said, then what was done here', () => {
    const seen = [{ registration: 1, entrance: 'h1', isIn: true, at: 5, signed: false }];
    expect(new Standing(seen).count('h1')).toBe(1);
    expect(new Standing(seen, [gesture('out', 9)]).count('h1')).toBe(0);
    expect(new Standing(seen, [gesture('in', 9)]).find(1, 'h1')?.at).toBe(5);
    expect(new Standing(seen).count('h2')).toBe(0);
  });

  test('counts once who is scanned many times, whatever the order', () => {
    const entry = fc.record({ registration: fc.integer({ min: 1, max: 5 }), at: fc.nat(1000) });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1 }), (entries) => {
        const standing = new Standing(
          [],
          entries.map(({ registration, at }) => gesture('in', at, registration))
        );
        expect(standing.count('h1')).toBe(new Set(entries.map((one) => one.registration)).size);
      })
    );
  });

  test('counts who was registered at the door before the server knows her', () => {
    const walkIn: Gesture = {
      ...{ nonce: 'n', type: 'walk-in', entrance: 'h1', at: 1 },
      person: { firstName: 'A', lastName: 'B', profession: '', structure: '' }
    };
    const standing = new Standing([], [walkIn]);
    expect(standing.count('h1')).toBe(1);
    standing.add({ nonce: 'o', type: 'out', means: 'name', door: 'n', entrance: 'h1', at: 2 });
    expect(standing.count('h1')).toBe(0);
  });

  test('says who is already in, who waits and who is expected elsewhere', () => {
    const here = { registration: 1, entrance: 'h1', isIn: true, at: 1, signed: false };
    expect(judge(person(1, 'A', 'B'), 'h1', null)).toBe('ok');
    expect(judge(person(1, 'A', 'B'), 'h1', here)).toBe('already');
    expect(judge(person(1, 'A', 'B', { waiting: true }), 'h1', null)).toBe('waiting');
    expect(judge(person(1, 'A', 'B', { halfDays: [2] }), 'h1', null)).toBe('elsewhere');
  });

  test('expects everybody at a half-day when none was chosen, and nobody at a session then', () => {
    expect(isExpected({ halfDays: [], sessions: [] }, 'h3')).toBe(true);
    expect(isExpected({ halfDays: [], sessions: [] }, 's3')).toBe(false);
    expect(isExpected({ halfDays: [1], sessions: [] }, 'all')).toBe(true);
  });

  test('proposes the half-day under way, an hour before it begins, then the last', () => {
    const hour = 3_600_000;
    const [morning, evening] = [
      { key: 'h1', startsAt: 9 * hour, endsAt: 12 * hour },
      { key: 'h2', startsAt: 14 * hour, endsAt: 17 * hour }
    ];
    const at = (time: number) => currentEntrance([morning, evening], time * hour)?.key;
    expect([at(7), at(8.5), at(11), at(13.5), at(18)]).toEqual(['h1', 'h1', 'h1', 'h2', 'h2']);
  });
});

describe('the clock of a telephone', () => {
  const day = { from: 1_000_000, until: 2_000_000 };

  test('may be hours wrong: what has passed since the gesture is what counts', () => {
    expect(correct({ at: 40, sentAt: 100 }, 1_500_000, day)).toBe(1_499_940);
    expect(correct({ at: 9e12, sentAt: 9e12 + 60 }, 1_500_000, day)).toBe(1_499_940);
  });

  test('never places a gesture before the day, after it, or later than now', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1_000_000, max: 3_000_000 }),
        (at, sentAt, now) => {
          const said = correct({ at, sentAt }, now, day);
          expect(said).toBeGreaterThanOrEqual(day.from);
          expect(said).toBeLessThan(day.until);
          expect(said).toBeLessThanOrEqual(Math.max(now, day.from));
        }
      )
    );
  });
});

describe('a link', () => {
  const link = { day: '2027-03-28', zone: 'Europe/Paris', revoked: false };
  const at = (instant: string) => linkState(link, new Date(instant));

  test('is prepared from noon of the day before, serves its civil day, then only takes what is late', () => {
    expect(at('2027-03-27T10:59:00Z')).toBe('early');
    expect(at('2027-03-27T11:00:00Z')).toBe('eve');
    expect(at('2027-03-27T23:00:00Z')).toBe('open');
    expect(at('2027-03-28T21:59:00Z')).toBe('open');
    expect(at('2027-03-28T22:00:00Z')).toBe('late');
    expect(at('2027-03-31T21:59:00Z')).toBe('late');
    expect(at('2027-03-31T22:00:00Z')).toBe('over');
  });

  test('serves nothing once revoked', () => {
    expect(linkState({ ...link, revoked: true }, new Date('2027-03-28T08:00:00Z'))).toBe('over');
  });

  test('lasts twenty-three hours on the day of the spring change', () => {
    const { from, until } = boundsOf(link);
    expect(until.getTime() - from.getTime()).toBe(23 * 3_600_000);
  });

  test('is for a day of the edition', () => {
    const dates = {
      startsAt: new Date('2027-03-18T08:00:00Z'),
      endsAt: new Date('2027-03-19T16:00:00Z')
    };
    expect(daysOf(dates, 'Europe/Paris')).toEqual(['2027-03-18', '2027-03-19']);
    expect(daysOf({ startsAt: null, endsAt: null }, 'Europe/Paris')).toEqual([]);
  });
});

test('a gesture that says more than it should, or too much, is not read', () => {
  const nonce = '3f2b1c4e-8a7d-4c6b-9e5f-0a1b2c3d4e5f';
  const base = { nonce, type: 'in', means: 'name', at: 1, entrance: 'h1', registration: 3 };
  expect(gestureInput.safeParse(base).success).toBe(true);
  for (const wrong of [
    { nonce: 'x' },
    { entrance: "h1'; drop table scan" },
    { means: 'hand' },
    { type: 'walk-in', person: { firstName: '', lastName: ' ', profession: '', structure: '' } },
    { type: 'sign', strokes: '<script>' },
    { code: 'x'.repeat(501) }
  ])
    expect(gestureInput.safeParse({ ...base, ...wrong }).success).toBe(false);
});

test('a batch is bounded by its number and by its length, and is never empty', () => {
  const many = Array.from({ length: 200 }, (_, at) => ({ at }));
  expect(batchOf(many)).toEqual(many.slice(0, BATCH_SIZE));
  expect(batchOf(many, 1)).toEqual([{ at: 0 }]);
  const signatures = Array.from({ length: 60 }, () => 'M1 1'.repeat(5_000));
  expect(JSON.stringify(batchOf(signatures)).length).toBeLessThan(320_000);
  expect(batchOf(['x'.repeat(900_000)])).toHaveLength(1);
  expect(batchOf([])).toEqual([]);
});
