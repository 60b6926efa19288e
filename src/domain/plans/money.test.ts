import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addUp, fundingTable } from './money.ts';

const clic = { id: 1 as never, slug: 'clic', name: 'CLIC d’essai' };
const line = (
  funder: string,
  year: number | null,
  planned: number | null,
  actual: number | null = null
) => ({
  ...{ funder, structure: null, year, planned, actual }
});

test('what is not known is left out of a sum, and counted beside it', () => {
  expect(addUp([line('A', 2026, 100), line('A', 2026, null)])).toEqual({
    ...{ planned: 100, actual: null, unplanned: 1 }
  });
  expect(addUp([])).toEqual({ planned: null, actual: null, unplanned: 0 });
});

test('years come in their order, what is for the whole plan last', () => {
  const table = fundingTable([line('A', null, 1), line('A', 2027, 2), line('B', 2026, 4)]);
  expect(table.years).toEqual([2026, 2027, null]);
  expect(table.byYear.map(({ planned }) => planned)).toEqual([4, 2, 1]);
});

test('a structure is one funder, however it is written', () => {
  const lines = [
    { ...line('Le CLIC', 2026, 10), structure: clic },
    { ...line('CLIC', 2027, 5), structure: clic }
  ];
  const { funders } = fundingTable(lines);
  expect(funders.map(({ funder, total }) => [funder.name, total.planned])).toEqual([
    ['CLIC d’essai', 15]
  ]);
});

test('rows and columns add up to the same', () => {
  const amount = fc.option(fc.integer({ min: 0, max: 1e7 }), { nil: null });
  const anyLine = fc.record({
    funder: fc.constantFrom('ARS', 'Département', 'CPAM'),
    structure: fc.constant(null),
    year: fc.constantFrom(2025, 2026, null),
    planned: amount,
    actual: amount
  });
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 20 }), (lines) => {
      const { byYear, funders, total } = fundingTable(lines);
      for (const key of ['planned', 'actual'] as const) {
        const sum = (
          of: readonly { readonly planned: number | null; readonly actual: number | null }[]
        ) => of.reduce((all, one) => all + (one[key] ?? 0), 0);
        expect(sum(byYear)).toBe(total[key] ?? 0);
        expect(sum(funders.map((one) => one.total))).toBe(total[key] ?? 0);
      }
    })
  );
});
