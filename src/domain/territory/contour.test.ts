import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interiorPoint, joinBounds, readContours } from './contour.ts';

const square = (west: number, south: number, side: number) => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south]
];
const collection = (properties: object, geometry: object) => ({
  type: 'FeatureCollection',
  features: [{ type: 'Feature', properties, geometry }]
});

test('an outline brings its code, bounds and given point', () => {
  const file = collection(
    { code: '29260', lon: 1.5, lat: 1.5 },
    { type: 'Polygon', coordinates: [square(1, 1, 1)] }
  );
  expect(readContours(file, 'commune')).toMatchObject({
    ok: true,
    contours: [{ level: 'commune', code: '29260', lon: 1.5, lat: 1.5, bounds: [1, 1, 2, 2] }]
  });
});

test('without a given point, one is found inside the largest part', () => {
  const coordinates = [[square(0, 0, 1)], [square(10, 10, 4)]];
  const [lon, lat] = interiorPoint({ type: 'MultiPolygon', coordinates });
  expect(lon).toBeGreaterThan(10);
  expect(lat).toBeGreaterThan(10);
});

test('the point found avoids holes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), (west, south) => {
      const hole = square(west, south, 1);
      const [lon, lat] = interiorPoint({ type: 'Polygon', coordinates: [square(0, 0, 10), hole] });
      expect(lon > west && lon < west + 1 && lat > south && lat < south + 1).toBe(false);
    })
  );
});

test.each([
  ['nothing', undefined],
  ['another kind of JSON', { communes: [] }],
  ['a point', collection({ code: '1' }, { type: 'Point', coordinates: [0, 0] })],
  ['a feature without code', collection({}, { type: 'Polygon', coordinates: [square(0, 0, 1)] })],
  [
    'metres instead of degrees',
    collection({ code: '1' }, { type: 'Polygon', coordinates: [square(650000, 6860000, 10)] })
  ],
  ['an open line', collection({ code: '1' }, { type: 'Polygon', coordinates: [[[0, 0]]] })]
])('%s is refused with what is wrong', (_, content) => {
  expect(readContours(content, 'commune')).toMatchObject({
    ok: false,
    problem: expect.stringContaining('GeoJSON') as string
  });
});

test('bounds join, and none join to none', () => {
  expect(
    joinBounds([
      [0, 0, 1, 1],
      [-2, 3, 0, 4]
    ])
  ).toEqual([-2, 0, 1, 4]);
  expect(joinBounds([])).toBeNull();
});
