import type { Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import { drawMap, simplify } from './map-drawing.ts';

const square = (x: number, y: number, size = 1): Polygon => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + size, y],
      [x + size, y + size],
      [x, y + size],
      [x, y]
    ]
  ]
});

/** The corners of a path of relative moves, as `x y`. */
function corners(path: string): string[] {
  const [, x, y, moves] = /^M(-?\d+) (-?\d+)l(.*?)z?$/.exec(path)!;
  const steps = moves!.match(/-?\d+/g)!.map(Number);
  let [currentX, currentY] = [Number(x), Number(y)];
  const points = [`${currentX} ${currentY}`];
  for (let i = 0; i < steps.length; i += 2) {
    currentX += steps[i]!;
    currentY += steps[i + 1]!;
    points.push(`${currentX} ${currentY}`);
  }
  return points;
}

describe('the map drawn on the server', () => {
  it('keeps the corners that two neighbours share', () => {
    const { areas } = drawMap([
      { code: 'a', group: 'g', geometry: square(0, 45) },
      { code: 'b', group: 'g', geometry: square(1, 45) }
    ]);
    const [a, b] = areas.map((area) => corners(area.path));
    expect(a!.filter((corner) => b!.includes(corner))).toHaveLength(2);
  });

  it('draws north up, and as wide as the latitude says', () => {
    const drawing = drawMap([
      { code: 'south', group: null, geometry: square(0, 45) },
      { code: 'north', group: null, geometry: square(0, 46) }
    ]);
    expect(drawing.areas[1]!.y).toBeLessThan(drawing.areas[0]!.y);
    expect((drawing.width - 20) / (drawing.height - 20)).toBeCloseTo(
      Math.cos(Math.PI / 4 + 0.0174) / 2,
      2
    );
  });

  it('draws the border between two groups, not the one inside a group', () => {
    const areas = [
      { code: 'a', geometry: square(0, 45) },
      { code: 'b', geometry: square(1, 45) }
    ];
    const same = drawMap(areas.map((area) => ({ ...area, group: 'g' })));
    const two = drawMap(areas.map((area) => ({ ...area, group: area.code })));
    expect(two.borders.split('M')).toHaveLength(same.borders.split('M').length + 1);
  });

  it('keeps an islet that simplification would lose, when it is all there is', () => {
    const { areas } = drawMap([
      { code: 'large', group: null, geometry: square(0, 45) },
      { code: 'islet', group: null, geometry: square(3, 45, 0.001) }
    ]);
    expect(areas[1]!.path).toMatch(/^M.*z$/);
  });

  it('drops what strays less than the tolerance', () => {
    const line = [
      [0, 0],
      [5, 0.5],
      [10, 0],
      [10, 8]
    ] as const;
    expect(simplify(line, 1)).toEqual([line[0], line[2], line[3]]);
  });
});
