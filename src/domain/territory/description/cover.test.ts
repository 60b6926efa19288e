import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atlasOf, officialAtlas, smallGeography } from '../../../../tests/factories/atlas.ts';
import type { Atlas } from '../atlas.ts';
import type { ZoneRef } from '../model.ts';
import { shortestCover } from './cover.ts';

const key = ({ level, code }: ZoneRef) => `${level} ${code}`;
const memberships = new WeakMap<Atlas, string[][]>();

/** For each commune, the zones it is in. */
function zonesOfEach(atlas: Atlas): string[][] {
  const known = memberships.get(atlas);
  if (known) return known;
  const zones = atlas.communes.map(({ code, epci, departement, region }) => {
    const own: ZoneRef[] = [
      { level: 'commune', code },
      departement,
      region,
      ...(epci ? [epci] : [])
    ];
    return own.map(key);
  });
  memberships.set(atlas, zones);
  return zones;
}

/** The communes of included zones minus those of excluded ones, straight from the definition. */
function expand(atlas: Atlas, include: ZoneRef[], exclude: ZoneRef[]): number[] {
  const included = new Set(include.map(key));
  const excluded = new Set(exclude.map(key));
  return zonesOfEach(atlas).flatMap((zones, position) => {
    const isIn = zones.some((zone) => included.has(zone));
    return isIn && !zones.some((zone) => excluded.has(zone)) ? [position] : [];
  });
}

function allZones(atlas: Atlas): ZoneRef[] {
  return [atlas.regions, atlas.departements, atlas.epcis]
    .flatMap((zones): ZoneRef[] => [...zones.values()])
    .concat(atlas.communes.map(({ code }) => ({ level: 'commune', code })))
    .map(({ level, code }) => ({ level, code }));
}

describe('on the whole country', { timeout: 30_000 }, async () => {
  const atlas = await officialAtlas();
  const communesOf = (code: string) => atlas.departements.get(code)?.communes ?? [];
  const departement = fc.constantFrom(...atlas.departements.keys());
  const zone: fc.Arbitrary<ZoneRef> = fc.constantFrom(
    ...allZones(atlas).filter(({ level }) => level !== 'commune')
  );
  const commune: fc.Arbitrary<ZoneRef> = fc
    .nat(atlas.communes.length - 1)
    .map((position) => ({ level: 'commune', code: atlas.communes[position]?.code ?? '' }));

  function expectExact(positions: number[]): void {
    const cover = shortestCover(atlas, positions);
    expect(expand(atlas, cover.include, cover.exclude)).toEqual(positions);
  }

  test('a cover of zones minus zones is exactly the communes it was made for', () => {
    const zones = fc.array(fc.oneof(zone, commune), { minLength: 1, maxLength: 6 });
    const run = fc.property(
      zones,
      fc.array(fc.oneof(zone, commune), { maxLength: 4 }),
      (include, exclude) => {
        expectExact(expand(atlas, include, exclude));
      }
    );
    fc.assert(run, { numRuns: 40 });
  });

  test('a cover of communes picked at random is exactly those communes', () => {
    const run = fc.property(
      fc.array(departement, { minLength: 1, maxLength: 3 }),
      fc.nat(100),
      fc.nat(),
      (codes, share, seed) => {
        const inside = [...new Set(codes)].flatMap(communesOf).sort((a, b) => a - b);
        expectExact(inside.filter((position) => hash(position, seed) % 100 < share));
      }
    );
    fc.assert(run, { numRuns: 40 });
  });

  test('no cover is longer than the zones it was made from', () => {
    const zones = fc.uniqueArray(zone, {
      minLength: 1,
      maxLength: 5,
      selector: ({ level, code }) => level + code
    });
    const run = fc.property(zones, (include) => {
      const cover = shortestCover(atlas, expand(atlas, include, []));
      expect(cover.include.length + cover.exclude.length).toBeLessThanOrEqual(include.length);
    });
    fc.assert(run, { numRuns: 40 });
  });

  test('the whole country is its regions', () => {
    const cover = shortestCover(
      atlas,
      atlas.communes.map((_, position) => position)
    );
    expect(cover.exclude).toEqual([]);
    expect(cover.include.length).toBe(atlas.regions.size);
  });
});

function hash(position: number, seed: number): number {
  let mixed = Math.imul(position ^ seed, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

describe('on small geographies', () => {
  test('no choice of zones names fewer than the cover, crossing EPCI included', () => {
    const path = fc
      .tuple(fc.constantFrom('D1', 'D1', 'D2', 'D3'), fc.constantFrom('E1', 'E2', 'E3', '-'))
      .map(([departement, epci]) => `${departement === 'D3' ? 'R2' : 'R1'}/${departement}/${epci}`);
    const country = fc.array(path, { minLength: 2, maxLength: 7 });
    const run = fc.property(country, fc.nat(), (paths, mask) => {
      const atlas = atlasOf(smallGeography(paths.map((one, at) => `${one}/C${at}`)));
      const positions = atlas.communes.flatMap((_, position) =>
        mask & (1 << position) ? [position] : []
      );
      const cover = shortestCover(atlas, positions);
      expect(expand(atlas, cover.include, cover.exclude)).toEqual(positions);
      expect(cover.include.length + cover.exclude.length).toBe(fewestNames(atlas, positions));
    });
    fc.assert(run, { numRuns: 300 });
  });
});

/** The length of the shortest cover, by trying every number of included zones then every exclusion outside the set. */
function fewestNames(atlas: Atlas, positions: number[]): number {
  const wanted = bits(positions);
  const zones = allZones(atlas).map((zone) => bits(expand(atlas, [zone], [])));
  const useful = zones.filter((zone) => (zone & wanted) !== 0);
  const outside = zones.filter((zone) => (zone & wanted) === 0);
  const includeCosts = reach(useful);
  const excludeCosts = reach(outside);
  let fewest = Infinity;
  for (const [included, names] of includeCosts) {
    if ((included & wanted) !== wanted) continue;
    const excess = included & ~wanted;
    for (const [excluded, more] of excludeCosts) {
      if ((excess & ~excluded) === 0) fewest = Math.min(fewest, names + more);
    }
  }
  return fewest;
}

/** Every union of zones, with the fewest zones that make it. */
function reach(zones: number[]): Map<number, number> {
  const costs = new Map([[0, 0]]);
  for (const zone of zones) {
    for (const [union, names] of [...costs]) {
      const joined = union | zone;
      if (names + 1 < (costs.get(joined) ?? Infinity)) costs.set(joined, names + 1);
    }
  }
  return costs;
}

function bits(positions: number[]): number {
  return positions.reduce((all, position) => all | (1 << position), 0);
}
