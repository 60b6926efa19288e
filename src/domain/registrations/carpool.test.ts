import { describe, expect, test } from 'vitest';
import {
  byCloseness,
  closenessOf,
  describeCloseness,
  kilometresBetween,
  type CarpoolEntry,
  type Whereabouts
} from './carpool.ts';

const place = (traits: Partial<Whereabouts>): Whereabouts => ({
  ...{ code: 'A', epci: 'E1', departement: 'D1', point: null },
  ...traits
});
let id = 0;
const entry = (traits: Partial<CarpoolEntry>): CarpoolEntry => ({
  ...{ id: ++id, kind: 'offer', commune: null, seats: 1, note: '', firstName: 'Ada' },
  ...{ kilometres: null, closeness: 'elsewhere' },
  ...traits
});

describe('who is near', () => {
  test('by the commune, the EPCI, the département; a commune without EPCI shares none', () => {
    const home = place({});
    expect(closenessOf(home, place({}))).toBe('commune');
    expect(closenessOf(home, place({ code: 'B' }))).toBe('epci');
    expect(closenessOf(home, place({ code: 'C', epci: 'E2' }))).toBe('departement');
    expect(closenessOf(home, place({ code: 'D', epci: 'E3', departement: 'D2' }))).toBe(
      'elsewhere'
    );
    const alone = place({ code: 'X', epci: null, departement: 'D9' });
    expect(closenessOf(alone, place({ code: 'Y', epci: null, departement: 'D8' }))).toBe(
      'elsewhere'
    );
    expect(closenessOf(null, home)).toBe('elsewhere');
  });

  test('by the distance as the crow flies: Brest is 505 km from Paris, to a few', () => {
    const brest = place({ point: { lon: -4.486, lat: 48.39 } });
    const paris = place({ point: { lon: 2.352, lat: 48.857 } });
    expect(kilometresBetween(brest, paris)).toBeGreaterThan(498);
    expect(kilometresBetween(brest, paris)).toBeLessThan(512);
    expect(kilometresBetween(brest, brest)).toBe(0);
    expect(kilometresBetween(brest, place({}))).toBeNull();
  });

  test('comes first: by distance when it is known, else by what is shared, then by name', () => {
    const order = [
      entry({ firstName: 'Zoé', kilometres: 3, closeness: 'epci' }),
      entry({ firstName: 'Ada', kilometres: 0, closeness: 'commune' }),
      entry({ firstName: 'Luc', kilometres: 40, closeness: 'departement' })
    ].toSorted(byCloseness);
    expect(order.map(({ firstName }) => firstName)).toEqual(['Ada', 'Zoé', 'Luc']);
    const unknown = [
      entry({ firstName: 'Zoé', closeness: 'commune' }),
      entry({ firstName: 'Luc' }),
      entry({ firstName: 'Ada' })
    ].toSorted(byCloseness);
    expect(unknown.map(({ firstName }) => firstName)).toEqual(['Zoé', 'Ada', 'Luc']);
  });

  test('is said in words, and nothing is said where nothing is known', () => {
    expect(describeCloseness(entry({ kilometres: 0, closeness: 'commune' }))).toBe(
      'la même commune que vous'
    );
    expect(describeCloseness(entry({ kilometres: 12 }))).toContain('12\u00a0km');
    expect(describeCloseness(entry({}))).toBe('');
  });
});
