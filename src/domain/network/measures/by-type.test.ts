import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEVELS, type Level } from '../model.ts';
import type { StructureId, WaveStructureId } from '#shared/ids.ts';
import type { Answered } from './asked.ts';
import { measureByType, OTHER_TYPES } from './by-type.ts';
import { LEAST_STRUCTURES } from './figures.ts';

/** Structures of given types, all asked about all; who answers says the same level of all. */
function wave(types: readonly string[], levels: readonly (Level | null)[]): Answered {
  const ids = types.map((_, at) => (at + 1) as StructureId);
  return {
    structures: ids.map((structure, at) => ({
      ...{ id: structure as number as WaveStructureId, structure, type: types[at]! },
      ...{ name: `${structure}`, slug: `${structure}`, answeredAt: null, finishedAt: null }
    })),
    pairs: ids.flatMap((a, at) => ids.slice(at + 1).map((b) => ({ a, b, communes: 1 }))),
    answers: ids.flatMap((from, at) =>
      ids.flatMap((about) =>
        about === from || levels[at] === null ? [] : [{ from, about, level: levels[at]! }]
      )
    )
  };
}

const anyWave = fc
  .array(
    fc.record({
      type: fc.constantFrom('CPTS', 'CLIC', 'DAC', 'MSP'),
      level: fc.option(fc.constantFrom(...LEVELS))
    }),
    { minLength: 2, maxLength: 16 }
  )
  .map((all) =>
    wave(
      all.map(({ type }) => type),
      all.map(({ level }) => level)
    )
  );

test('no figure is of fewer than three structures, nor about fewer than three', () => {
  fc.assert(
    fc.property(anyWave, (one) => {
      const { types, cells } = measureByType(one);
      const typeOf = new Map(one.structures.map(({ structure, type }) => [structure, type]));
      const groupOf = (id: StructureId) =>
        types.includes(typeOf.get(id)!) ? typeOf.get(id)! : OTHER_TYPES;
      const count = (kept: readonly (typeof cells)[number][], end: 'from' | 'about') =>
        new Set(
          one.answers
            .filter(({ from, about }) =>
              kept.some((cell) => cell.from === groupOf(from) && cell.about === groupOf(about))
            )
            .map((answer) => answer[end])
        ).size;
      const shown = cells.filter(({ state }) => state === 'shown');
      const withheld = cells.filter(({ state }) => state === 'withheld');
      for (const cell of shown) {
        expect(count([cell], 'from')).toBeGreaterThanOrEqual(LEAST_STRUCTURES);
        expect(count([cell], 'about')).toBeGreaterThanOrEqual(LEAST_STRUCTURES);
      }
      // Nor can a hidden one be had by taking the shown from the whole.
      if (shown.length > 0 && withheld.length > 0)
        expect(count(withheld, 'from')).toBeGreaterThanOrEqual(LEAST_STRUCTURES);
      for (const cell of withheld) expect([cell.density, cell.meanLevel]).toEqual([null, null]);
    })
  );
});

test('a type that two structures answered for joins the others', () => {
  const types = ['CPTS', 'CPTS', 'CPTS', 'DAC', 'DAC', 'CLIC', 'MSP'];
  const told = measureByType(wave(types, [3, 3, 3, 1, 1, 0, 2]));
  expect(told.types).toEqual(['CPTS', OTHER_TYPES]);
  expect(told.cells[0]).toMatchObject({
    state: 'shown',
    density: 0.65,
    bound: 'least',
    meanLevel: null
  });
  expect(told.cells[3]).toMatchObject({ state: 'shown', density: 0.25, bound: null, meanLevel: 1 });
});

test('a share of nought or of all is never told: it would tell what each one said', () => {
  fc.assert(
    fc.property(anyWave, (one) => {
      for (const { state, density, bound } of measureByType(one).cells) {
        if (state !== 'shown') continue;
        expect(density).toBeGreaterThanOrEqual(0.1);
        expect(density).toBeLessThanOrEqual(0.9);
        if (bound === 'most') expect(density).toBeLessThan(0.5);
      }
    })
  );
});

test('where one has said nothing there is nothing to withhold', () => {
  const told = measureByType(wave(['CPTS', 'CPTS', 'CPTS', 'CPTS'], [null, null, null, null]));
  expect(told.cells.map(({ state }) => state)).toEqual(['empty']);
});
