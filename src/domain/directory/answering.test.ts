import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AtlasCommune } from '#domain/territory/atlas.ts';
import type { ZoneRef } from '#domain/territory/model.ts';
import { coveredPositions } from '#domain/territory/perimeter.ts';
import type { ServiceId, StructureId } from '#shared/ids.ts';
import { atlasOf, smallGeography } from '../../../tests/factories/atlas.ts';
import { answering } from './answering.ts';
import type { FrontDoor } from './coverage.ts';
import {
  addStructure,
  emptyIndex,
  removeStructure,
  sortByName,
  type OfferIndex
} from './offers.ts';

const atlas = atlasOf(
  smallGeography([
    'R1/D1/E1/A',
    'R1/D1/E1/B',
    'R1/D1/E2/C',
    'R1/D2/E2/D',
    'R2/D3/-/E',
    'R2/D3/E3/F'
  ])
);
const zones: ZoneRef[] = [
  ...atlas.communes.map(({ code }) => ({ level: 'commune' as const, code })),
  ...[...atlas.epcis.keys()].map((code) => ({ level: 'epci' as const, code })),
  ...[...atlas.departements.keys()].map((code) => ({ level: 'departement' as const, code })),
  ...[...atlas.regions.keys()].map((code) => ({ level: 'region' as const, code }))
];
const commune = (code: string): AtlasCommune => atlas.communes[atlas.positions.get(code)!]!;

interface Drawn {
  name?: string;
  type?: string;
  communeCount?: number | null;
  offers?: { include: ZoneRef[]; exclude?: ZoneRef[]; themes?: string[] }[];
}

/** Structures numbered from 1, of one offer in commune A unless told otherwise. */
function indexOf(drawn: readonly Drawn[]): OfferIndex {
  const index = emptyIndex(atlas);
  drawn.forEach((one, i) => add(index, i + 1, one));
  sortByName(index);
  return index;
}

function add(index: OfferIndex, id: number, one: Drawn): void {
  const { name = `S${id}`, type = 'MSP', communeCount = 1, offers } = one;
  const ofA = [{ include: [{ level: 'commune' as const, code: 'A' }] }];
  const read = (offers ?? ofA).map(
    ({ include, exclude = [], themes = [] }: NonNullable<Drawn['offers']>[number], i: number) => ({
      serviceId: (id * 10 + i) as ServiceId,
      certainty: communeCount === null ? ('everywhere' as const) : ('declared' as const),
      communeCount: communeCount ?? 0,
      include: communeCount === null ? [] : include,
      exclude,
      kind: { type, fictional: false, themes, audiences: [] }
    })
  );
  addStructure(index, {
    id: id as StructureId,
    ...{ name, departement: null, epci: null, territories: [] },
    offers: read
  });
}

const ids = (found: readonly { structure: { id: number } }[]) =>
  found.map((one) => one.structure.id);
const door = (type: string, position: number): FrontDoor => ({
  ...{ audience: null, theme: null, structureId: null, type, position },
  territoryName: 'Réseau fictif'
});

describe('where a structure answers', () => {
  const some = fc.uniqueArray(fc.constantFrom(...zones), {
    maxLength: 4,
    selector: (zone) => zone
  });

  it('is where its perimeter covers, whatever zones it is written with', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(some, some), { maxLength: 6 }), (perimeters) => {
        const index = indexOf(
          perimeters.map(([include, exclude]) => ({ offers: [{ include, exclude }] }))
        );
        atlas.communes.forEach((place, position) => {
          const covering = perimeters.flatMap(([include, exclude], i) =>
            coveredPositions(atlas, { certainty: 'declared', include, exclude }).includes(position)
              ? [i + 1]
              : []
          );
          expect(ids(answering(index, place, { fictional: false })).sort()).toEqual(covering);
        });
      }),
      { numRuns: 300 }
    );
  });

  it('reached by two of its zones, an offer answers once, for the widest', () => {
    const include: ZoneRef[] = [
      { level: 'commune', code: 'A' },
      { level: 'departement', code: 'D1' }
    ];
    const [found] = answering(indexOf([{ offers: [{ include }] }]), commune('A'), {
      fictional: false
    });
    expect(found!.offers).toHaveLength(1);
    expect(found!.because.level).toBe('departement');
  });

  it('of several services, those that answer best decide, and the first of the fiche says why', () => {
    const index = indexOf([
      {
        offers: [
          { include: [{ level: 'region', code: 'R1' }] },
          { include: [{ level: 'commune', code: 'A' }], themes: ['t'] },
          { include: [{ level: 'epci', code: 'E1' }], themes: ['t'] }
        ]
      }
    ]);
    const [found] = answering(index, commune('A'), { fictional: false, theme: 't' });
    expect(found!.offers.map(({ serviceId }) => serviceId)).toEqual([11, 12]);
    expect(found!.because.level).toBe('commune');
    const [elsewhere] = answering(index, commune('C'), { fictional: false, theme: 't' });
    expect(elsewhere!.match).toBe('unspecified');
  });
});

describe('the order of the answer', () => {
  it('front doors in the order of the territory, then the most local, then everywhere', () => {
    const index = indexOf([
      { type: 'CPAM', communeCount: null },
      { type: 'DAC', communeCount: 195 },
      { type: 'SSIAD', communeCount: 40 },
      { type: 'MSP', communeCount: 1 },
      { type: 'CLIC', communeCount: 60 }
    ]);
    const doors = [door('CLIC', 0), door('DAC', 1)];
    const found = answering(index, commune('A'), { fictional: false }, doors);
    expect(ids(found)).toEqual([5, 2, 4, 3, 1]);
    expect(found.map((one) => one.door)).toEqual([0, 1, -1, -1, -1]);
  });

  it('equals are ordered by name', () => {
    const index = indexOf([{ name: 'Étang' }, { name: 'Eau' }]);
    expect(ids(answering(index, commune('A'), { fictional: false }))).toEqual([2, 1]);
  });

  it('names added and removed later take their place among those that were there', () => {
    const names = ['Étang', 'Eau', 'Zone', 'abri', 'Île', 'Eau', 'étang du nord', 'Moulin'];
    const index = indexOf(names.slice(0, 4).map((name) => ({ name })));
    removeStructure(index, 2 as StructureId);
    names.slice(4).forEach((name, i) => add(index, 10 + i, { name }));
    sortByName(index);
    const sorted = [...index.structures.values()].sort((a, b) => a.order - b.order);
    expect(sorted.map(({ name }) => name)).toEqual([
      ...['abri', 'Eau', 'Étang', 'étang du nord', 'Île', 'Moulin', 'Zone']
    ]);
  });
});
