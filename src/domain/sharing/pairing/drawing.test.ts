import { expect, test } from 'vitest';
import type { PersonId, StructureId } from '#shared/ids.ts';
import { isDrawDay, nextDraw, twoDates } from './calendar.ts';
import { commonThings, drawPairs, worthOf, type Between, type Pairable } from './drawing.ts';

const NOTHING: Between = { recent: false, level: null, introduced: false };

function somebody(name: string, traits: Partial<Pairable> = {}): Pairable {
  return {
    ...{ id: name as PersonId, name, profession: `métier de ${name}`, structures: [] },
    ...{ communes: [], themes: [], audiences: [], wasAlone: false },
    ...traits
  };
}

const at = (id: number, type = 'CPTS', gathers = false) => [
  { id: id as StructureId, name: `Structure ${id}`, type, gathers }
];

test('two people of a same structure, of a binôme of the year, or at work together are never paired', () => {
  const [ana, bob] = [
    somebody('ana', { structures: at(1) }),
    somebody('bob', { structures: at(2) })
  ];
  expect(worthOf(ana, bob, NOTHING)).toBeGreaterThan(0);
  expect(worthOf(ana, somebody('zoé', { structures: at(1) }), NOTHING)).toBe(0);
  expect(worthOf(ana, bob, { ...NOTHING, recent: true })).toBe(0);
  expect(worthOf(ana, bob, { ...NOTHING, level: 3 })).toBe(0);
  expect(worthOf(ana, bob, { ...NOTHING, level: 2 })).toBeGreaterThan(0);
});

test('communes, themes and role count; those who have talked come after those who do not know each other', () => {
  const here = { communes: ['A', 'B'], themes: ['Répit'] };
  const [ana, bob] = [somebody('ana', here), somebody('bob', here)];
  expect(worthOf(ana, bob, NOTHING)).toBeGreaterThan(worthOf(ana, somebody('zoé'), NOTHING));
  expect(worthOf(ana, bob, { ...NOTHING, level: 0 })).toBeGreaterThan(
    worthOf(ana, bob, { ...NOTHING, level: 2 })
  );
  const trade = { profession: 'Coordinatrice' };
  expect(worthOf(somebody('ana', trade), somebody('bob', trade), NOTHING)).toBeGreaterThan(
    worthOf(somebody('ana'), somebody('bob'), NOTHING)
  );
});

test('as many as can be are paired, even when the best pair is given up for it', () => {
  const near = { communes: ['A', 'B', 'C', 'D'] };
  const people = [somebody('a'), somebody('b', near), somebody('c', near), somebody('d')];
  const forbidden = new Set(['ac', 'ad', 'bd']);
  const { pairs, alone } = drawPairs(people, (x, y) => ({
    ...NOTHING,
    recent: forbidden.has(`${x.id}${y.id}`)
  }));
  expect(pairs.map(([x, y]) => `${x.id}${y.id}`)).toEqual(['ab', 'cd']);
  expect(alone).toEqual([]);
});

test('of an odd number one is alone, and the next time it is somebody else', () => {
  const people = ['a', 'b', 'c', 'd', 'e'].map((name) => somebody(name));
  const first = drawPairs(people, () => NOTHING);
  expect(first.alone).toHaveLength(1);
  const again = people.map((one) => ({ ...one, wasAlone: one.id === first.alone[0]!.id }));
  const second = drawPairs(again, () => NOTHING);
  expect(second.alone).toHaveLength(1);
  expect(second.alone[0]!.id).not.toBe(first.alone[0]!.id);
});

test('over a year, nobody meets somebody twice and nobody is alone twice in a row', () => {
  let people = Array.from({ length: 21 }, (_, n) => somebody(`p${String(n).padStart(2, '0')}`));
  const met = new Set<string>();
  const key = (x: Pairable, y: Pairable) => [x.id, y.id].sort().join();
  for (let month = 0; month < 12; month++) {
    const { pairs, alone } = drawPairs(people, (x, y) => ({
      ...NOTHING,
      recent: met.has(key(x, y))
    }));
    expect(alone).toHaveLength(1);
    expect(alone[0]!.wasAlone).toBe(false);
    for (const [x, y] of pairs) {
      expect(met.has(key(x, y))).toBe(false);
      met.add(key(x, y));
    }
    people = people.map((one) => ({ ...one, wasAlone: one.id === alone[0]!.id }));
  }
});

test('three things in common are always said, the most telling first', () => {
  const ana = somebody('ana', { communes: ['A', 'B'], themes: ['Répit'], structures: at(1) });
  const bob = somebody('bob', { communes: ['B', 'A'], themes: ['Répit'], structures: at(2) });
  expect(commonThings(ana, bob)).toEqual([
    '2 communes où vos structures interviennent',
    'un même sujet\u00a0: répit',
    'le même type de structure\u00a0: CPTS'
  ]);
  const strangers = commonThings(somebody('x'), somebody('y'));
  expect(strangers).toHaveLength(3);
  expect(strangers[0]).toContain('un même réseau');
});

test('the draw is on the first Tuesday that is worked, or shortly after', () => {
  expect(nextDraw('2026-11-22')).toBe('2026-12-01');
  expect(nextDraw('2026-12-01')).toBe('2026-12-01');
  // The 8th of May 2029 is a Tuesday, and the 1st too: both are holidays.
  expect(nextDraw('2029-05-01')).toBe('2029-05-15');
  expect(isDrawDay('2026-11-02')).toBe(false);
  expect(isDrawDay('2026-11-03')).toBe(true);
  expect(isDrawDay('2026-11-12')).toBe(true);
  expect(isDrawDay('2026-11-13')).toBe(false);
});

test('the two dates are working days at office hours, out of holidays', () => {
  const say = (day: string) => twoDates(day, '82').map((at) => at.toISOString());
  // From the 3rd of November 2026: Thursday the 12th at 9 h in Paris, Tuesday the 17th at 14 h.
  expect(say('2026-11-03')).toEqual(['2026-11-12T08:00:00.000Z', '2026-11-17T13:00:00.000Z']);
  // Ascension is a Thursday.
  expect(say('2027-05-01')[0]).not.toContain('2027-05-06');
});
