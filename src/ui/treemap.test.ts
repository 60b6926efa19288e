import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLines, textWidth } from './text-width.ts';
import { areasWithFloor, layoutTiles, TILE_FONT, TILE_PADDING, type TileGroup } from './treemap.ts';

const group = (code: string, values: number[]): TileGroup => ({
  code,
  names: [`Communauté de communes ${code}`, code],
  tiles: values.map((value, index) => ({
    code: `${code}${index}`,
    name: index % 2 ? 'Saint-Jean-du-Doigt' : 'Brest',
    value,
    figure: '3'
  }))
});

describe('the plan schématique', () => {
  it('gives areas in proportion, save for the smallest, which take the floor', () => {
    const areaOf = areasWithFloor([1000, 500, 1], 1600, 100);
    expect(areaOf(1)).toBe(100);
    expect(areaOf(1000)).toBeCloseTo(1000);
    expect(areaOf(500)).toBeCloseTo(500);
  });

  it('keeps an island of 200 inhabitants beside Brest large enough to press', () => {
    const layout = layoutTiles([group('brest', [140_000, 20_000]), group('iles', [830, 246])], {
      width: 340,
      ratio: 1.4
    });
    for (const tile of layout.tiles) {
      expect(Math.min(tile.width, tile.height)).toBeGreaterThanOrEqual(16);
      expect(tile.width * tile.height).toBeGreaterThanOrEqual(400);
    }
  });

  it('never overlaps tiles nor leaves the frame, and writes only what fits', () => {
    const groups = fc
      .array(fc.array(fc.integer({ min: 0, max: 150_000 }), { minLength: 1, maxLength: 25 }), {
        minLength: 1,
        maxLength: 10
      })
      .map((all) => all.map((values, index) => group(`g${index}`, values)));
    fc.assert(
      fc.property(groups, fc.constantFrom(340, 560), (all, width) => {
        const layout = layoutTiles(all, { width, ratio: 1 });
        layout.tiles.forEach((a, index) => {
          expect(a.x).toBeGreaterThanOrEqual(0);
          expect(a.x + a.width).toBeLessThanOrEqual(layout.width + 0.2);
          expect(a.y + a.height).toBeLessThanOrEqual(layout.height + 0.2);
          for (const line of a.lines) {
            expect(textWidth(line, TILE_FONT.size)).toBeLessThanOrEqual(a.width - 2 * TILE_PADDING);
          }
          for (const b of layout.tiles.slice(index + 1)) {
            const apart =
              a.x + a.width <= b.x + 0.2 ||
              b.x + b.width <= a.x + 0.2 ||
              a.y + a.height <= b.y + 0.2 ||
              b.y + b.height <= a.y + 0.2;
            expect(apart).toBe(true);
          }
        });
      }),
      { numRuns: 60 }
    );
  });

  it('breaks a name after its hyphens, shortens it, or leaves it out', () => {
    const font = { size: 12, lineHeight: 14 };
    const names = ['Saint-Renan', 'St-Renan'];
    expect(fitLines(names, { width: 100, height: 20 }, font)).toEqual(['Saint-Renan']);
    expect(fitLines(names, { width: 45, height: 30 }, font)).toEqual(['Saint-', 'Renan']);
    expect(fitLines(names, { width: 58, height: 20 }, font)).toEqual(['St-Renan']);
    expect(fitLines(names, { width: 20, height: 60 }, font)).toEqual([]);
  });
});
