import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zonePositions } from '#domain/territory/atlas.ts';
import type { PerimeterInput, ZoneRef } from '#domain/territory/model.ts';
import { coveredPositions } from '#domain/territory/perimeter.ts';
import { atlasOf, smallGeography } from '../../../../tests/factories/atlas.ts';
import { addZone, coveredBy, dropZone, removeZone, setCovered } from './zones.ts';

const atlas = atlasOf(
  smallGeography([
    'R1/D1/E1/A',
    'R1/D1/E1/B',
    'R1/D1/E2/C',
    'R1/D2/E2/D',
    'R1/D2/-/E',
    'R2/D3/E3/F'
  ])
);
const zone: fc.Arbitrary<ZoneRef> = fc.constantFrom(
  ...['A', 'B', 'C', 'D', 'E', 'F'].map((code) => ({ level: 'commune' as const, code })),
  ...['E1', 'E2', 'E3'].map((code) => ({ level: 'epci' as const, code })),
  ...['D1', 'D2', 'D3'].map((code) => ({ level: 'departement' as const, code })),
  ...['R1', 'R2'].map((code) => ({ level: 'region' as const, code }))
);
const perimeter: fc.Arbitrary<PerimeterInput> = fc.record({
  certainty: fc.constant('declared' as const),
  include: fc.array(zone, { minLength: 1, maxLength: 4 }),
  exclude: fc.array(zone, { maxLength: 3 })
});
const inside = (one: ZoneRef) => new Set(zonePositions(atlas, one));

describe('zones added and removed, whatever the perimeter', () => {
  it('covers what the definition says', () => {
    fc.assert(
      fc.property(perimeter, (one) => {
        expect(coveredBy(atlas, one)).toEqual(coveredPositions(atlas, one));
      })
    );
  });

  it('adding a zone covers all of it and changes nothing else', () => {
    fc.assert(
      fc.property(perimeter, zone, (before, added) => {
        const expected = new Set([...coveredBy(atlas, before), ...inside(added)]);
        expect(new Set(coveredBy(atlas, addZone(atlas, before, added)))).toEqual(expected);
      })
    );
  });

  it('removing a zone covers nothing of it and changes nothing else', () => {
    fc.assert(
      fc.property(perimeter, zone, (before, removed) => {
        const gone = inside(removed);
        const expected = coveredBy(atlas, before).filter((position) => !gone.has(position));
        expect(coveredBy(atlas, removeZone(atlas, before, removed))).toEqual(expected);
      })
    );
  });

  it('ticking boxes covers exactly what is ticked of what was shown', () => {
    const codes = ['A', 'B', 'C', 'D', 'E', 'F'];
    const boxes = fc.subarray(codes);
    fc.assert(
      fc.property(perimeter, boxes, boxes, (before, shown, ticked) => {
        const after = coveredBy(atlas, setCovered(atlas, before, shown, new Set(ticked)));
        const was = coveredBy(atlas, before);
        const expected = codes.filter((code) =>
          shown.includes(code)
            ? ticked.includes(code)
            : was.includes(atlas.positions.get(code) ?? -1)
        );
        expect(after.map((position) => atlas.communes[position]?.code)).toEqual(expected);
      })
    );
  });

  it('an exclusion goes with the zone that it was an exception to', () => {
    const start: PerimeterInput = { certainty: 'unknown', include: [], exclude: [] };
    const e1: ZoneRef = { level: 'epci', code: 'E1' };
    const withoutB = removeZone(atlas, addZone(atlas, start, e1), { level: 'commune', code: 'B' });
    expect(withoutB).toMatchObject({
      certainty: 'declared',
      include: [e1],
      exclude: [{ level: 'commune', code: 'B' }]
    });
    expect(dropZone(atlas, withoutB, 'include', e1)).toMatchObject({ include: [], exclude: [] });
  });
});
