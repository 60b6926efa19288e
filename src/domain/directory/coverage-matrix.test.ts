import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TerritoryId } from '#shared/ids.ts';
import { operator, VISITOR } from '#domain/identity/model.ts';
import type { CommuneCode, StructureId } from '#shared/ids.ts';
import {
  coverageOfTheme,
  stateOfCommune,
  type CoverageCommune,
  type CoverageFacts,
  type CoverageOffer,
  type CoverageStructure
} from './commune-coverage.ts';
import { coverageMatrix, groupByCommune, groupByEpci } from './coverage-matrix.ts';
import { canReadCoverage } from './rules.ts';

const HERE = 1 as TerritoryId;

const commune = (code: string, population: number, epci: string | null): CoverageCommune => ({
  code: code as CommuneCode,
  name: `Commune ${code}`,
  population,
  epci: epci ? { code: epci, name: `CC ${epci}` } : null
});

let lastId = 0;
const structure = (
  slug: string,
  offers: Partial<CoverageOffer>[],
  type: { code: string; action: 'call' | 'gather' } = { code: 'clic', action: 'call' }
): CoverageStructure => ({
  id: ++lastId as StructureId,
  slug,
  name: slug,
  acronym: '',
  phone: '',
  type: { ...type, name: type.code, colour: 1 },
  offers: offers.map((offer) => ({
    themes: ['domicile'],
    audiences: [],
    certainty: 'declared',
    communes: [],
    ...offer
  }))
});

const COMMUNES = [
  commune('29019', 1000, 'brest'),
  commune('29075', 200, 'brest'),
  commune('29260', 300, 'iroise'),
  commune('29155', 50, null)
];

function matrixOf(...structures: CoverageStructure[]) {
  const facts: CoverageFacts = { communes: COMMUNES, structures };
  return coverageMatrix(facts, ['domicile'], groupByEpci(COMMUNES)).rows[0]!;
}

describe('the coverage matrix', () => {
  it('groups communes by EPCI, the islands without one last', () => {
    expect(groupByEpci(COMMUNES).map(({ name, communes }) => ({ name, communes }))).toEqual([
      { name: 'CC brest', communes: [0, 1] },
      { name: 'CC iroise', communes: [2] },
      { name: 'Sans intercommunalité', communes: [3] }
    ]);
  });

  it('says « personne » and counts inhabitants where no structure is declared and none is in doubt', () => {
    const row = matrixOf(structure('clic', [{ communes: [0] }]));
    expect(row.cells.map((cell) => cell.state)).toEqual(['partial', 'none', 'none']);
    expect(row.cells[0]).toMatchObject({
      communes: 2,
      communesCovered: 1,
      structures: 1,
      whole: 0
    });
    expect(row.populationWithout).toBe(550);
  });

  it('never says « personne » while the perimeter of a relevant structure is unknown', () => {
    const row = matrixOf(
      structure('clic', [{ communes: [0, 1] }]),
      structure('saad', [{ certainty: 'unknown' }])
    );
    expect(row.cells.map((cell) => cell.state)).toEqual([
      'covered',
      'undetermined',
      'undetermined'
    ]);
    expect(row.cells.map((cell) => cell.undetermined)).toEqual([0, 1, 1]);
    expect(row).toMatchObject({ populationWithout: 0, populationUndetermined: 350 });
    expect(row.undetermined.map(({ slug }) => slug)).toEqual(['saad']);
  });

  it('is not put in doubt by an unknown perimeter that answers another need', () => {
    const row = matrixOf(structure('csapa', [{ certainty: 'unknown', themes: ['addictions'] }]));
    expect(row.cells.map((cell) => cell.state)).toEqual(['none', 'none', 'none']);
  });

  it('counts « partout » as covering and tells it', () => {
    const row = matrixOf(structure('ligne', [{ certainty: 'everywhere' }]));
    expect(row.cells.every((cell) => cell.state === 'covered' && cell.everywhere === 1)).toBe(true);
  });

  it('counts a structure once however many of its services answer', () => {
    const row = matrixOf(structure('dac', [{ communes: [0] }, { communes: [0, 1] }]));
    expect(row.cells[0]).toMatchObject({ structures: 1, whole: 1, state: 'covered' });
  });

  it('keeps the structures that bring actors together for their own type', () => {
    const cls = structure('cls', [{ communes: [0, 1, 2, 3] }], { code: 'cls', action: 'gather' });
    const facts = { communes: COMMUNES, structures: [cls] };
    expect(coverageOfTheme(facts, { theme: 'domicile' }).reaches).toEqual([]);
    expect(coverageOfTheme(facts, { theme: 'domicile', action: 'gather' }).reaches).toHaveLength(1);
    expect(coverageOfTheme(facts, { theme: 'domicile', type: 'cls' }).reaches).toHaveLength(1);
  });

  it('matches any public with « tous publics », and leaves in doubt a service that says none', () => {
    const all = structure('tous', [{ communes: [0], audiences: ['tous-publics'] }]);
    const silent = structure('muet', [{ communes: [1], audiences: [] }]);
    const other = structure('autre', [{ communes: [2], audiences: ['enfants'] }]);
    const facts = { communes: COMMUNES, structures: [all, silent, other] };
    const coverage = coverageOfTheme(facts, { theme: 'domicile', audience: 'aidants' });
    expect(COMMUNES.map((_, position) => stateOfCommune(coverage, position))).toEqual([
      'covered',
      'undetermined',
      'none',
      'none'
    ]);
  });

  it('lists apart the structures that say no need', () => {
    const silent = structure('sans-besoin', [{ themes: [], communes: [0] }]);
    const facts = { communes: COMMUNES, structures: [silent] };
    const matrix = coverageMatrix(facts, ['domicile'], groupByEpci(COMMUNES));
    expect(matrix.rows[0]!.cells.map((cell) => cell.state)).toEqual(['none', 'none', 'none']);
    expect(matrix.withoutTheme.map(({ slug }) => slug)).toEqual(['sans-besoin']);
  });

  it('is read by a visitor only where the territory published it', () => {
    expect(canReadCoverage(VISITOR, { id: HERE, coveragePublic: false })).toBe(false);
    expect(canReadCoverage(VISITOR, { id: HERE, coveragePublic: true })).toBe(true);
    expect(canReadCoverage(operator('test'), { id: HERE, coveragePublic: false })).toBe(true);
  });

  it('agrees with a naive reading of the facts, whatever they are', () => {
    fc.assert(
      fc.property(
        anyFacts,
        fc.constantFrom('a', 'b'),
        fc.constantFrom(undefined, 'x', 'y'),
        (facts, theme, audience) => {
          const groups = groupByEpci(facts.communes);
          const row = coverageMatrix(facts, [theme], groups, { audience }).rows[0]!;
          const opened = coverageMatrix(facts, [theme], groupByCommune(facts.communes), {
            audience
          }).rows[0]!;
          opened.cells.forEach((cell, position) => {
            expect(cell).toMatchObject(naiveCommune(facts, position, theme, audience));
          });
          groups.forEach((group, index) => {
            const inside = group.communes.map((position) => opened.cells[position]!);
            const states = new Set(inside.map((cell) => cell.state));
            const cell = row.cells[index]!;
            expect(cell.communesCovered).toBe(
              inside.filter((one) => one.state === 'covered').length
            );
            expect(cell.state === 'covered').toBe(states.size === 1 && states.has('covered'));
            expect(cell.state === 'partial').toBe(states.size > 1 && states.has('covered'));
            expect(cell.state === 'none').toBe(states.size === 1 && states.has('none'));
            const without = inside.filter((one) => one.state === 'none').length * 10;
            expect(cell.populationWithout).toBe(without);
            expect(cell.structures).toBe(naiveGroup(facts, group.communes, theme, audience).some);
            expect(cell.whole).toBe(naiveGroup(facts, group.communes, theme, audience).all);
          });
        }
      ),
      { numRuns: 300 }
    );
  });
});

const SIZE = 6;
const anyOffer = fc.record({
  themes: fc.subarray(['a', 'b']),
  audiences: fc.subarray(['x', 'y', 'tous-publics']),
  certainty: fc.constantFrom('declared', 'declared', 'everywhere', 'unknown'),
  communes: fc.subarray([0, 1, 2, 3, 4, 5])
}) as fc.Arbitrary<CoverageOffer>;

const anyFacts: fc.Arbitrary<CoverageFacts> = fc.record({
  communes: fc
    .array(fc.constantFrom('e1', 'e2', null), { minLength: SIZE, maxLength: SIZE })
    .map((epcis) => epcis.map((epci, index) => commune(String(index), 10, epci))),
  structures: fc.array(
    fc
      .tuple(fc.array(anyOffer, { maxLength: 3 }), fc.constantFrom('call', 'gather'))
      .map(([offers, action]) => structure('s', offers, { code: 't', action: action as 'call' })),
    { maxLength: 5 }
  )
});

/** Does this structure answer at this commune? Read straight from the rules, one commune at a time. */
function naive(one: CoverageStructure, position: number, theme: string, audience?: string) {
  if (one.type.action !== 'call') return 'no';
  let answer = 'no';
  for (const offer of one.offers) {
    if (!offer.themes.includes(theme)) continue;
    const there =
      offer.certainty === 'everywhere' ||
      (offer.certainty === 'declared' && offer.communes.includes(position));
    const maybeThere = there || offer.certainty === 'unknown';
    const forThem =
      !audience || offer.audiences.includes(audience) || offer.audiences.includes('tous-publics');
    const maybeForThem = forThem || offer.audiences.length === 0;
    if (there && forThem) return 'yes';
    if (maybeThere && maybeForThem) answer = 'maybe';
  }
  return answer;
}

function naiveCommune(facts: CoverageFacts, position: number, theme: string, audience?: string) {
  const answers = facts.structures.map((one) => naive(one, position, theme, audience));
  const structures = answers.filter((answer) => answer === 'yes').length;
  const maybe = answers.filter((answer) => answer === 'maybe').length;
  const state = structures > 0 ? 'covered' : maybe > 0 ? 'undetermined' : 'none';
  return { state, structures, undetermined: structures > 0 ? 0 : maybe };
}

function naiveGroup(
  facts: CoverageFacts,
  positions: readonly number[],
  theme: string,
  audience?: string
) {
  const covers = (one: CoverageStructure) => (position: number) =>
    naive(one, position, theme, audience) === 'yes';
  return {
    some: facts.structures.filter((one) => positions.some(covers(one))).length,
    all: facts.structures.filter((one) => positions.every(covers(one))).length
  };
}
