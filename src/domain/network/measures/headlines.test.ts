import { expect, test } from 'vitest';
import type { StructureId, WaveStructureId } from '#shared/ids.ts';
import type { Level } from '../model.ts';
import type { Answered } from './asked.ts';
import { measureEvolution } from './evolution.ts';
import { measureWave } from './figures.ts';
import { describeEvolution, headlinesOf, othersOf } from './headlines.ts';

type Said = readonly [from: number, about: number, level: Level];

/** Three structures, all asked about all. */
function wave(said: readonly Said[]): Answered {
  const ids = [1, 2, 3].map((number) => number as StructureId);
  return {
    structures: ids.map((structure) => ({
      ...{ id: structure as number as WaveStructureId, structure, type: 'CPTS' },
      ...{ name: `${structure}`, slug: `${structure}`, answeredAt: null, finishedAt: null }
    })),
    pairs: [
      [1, 2],
      [1, 3],
      [2, 3]
    ].map(([a, b]) => ({ a: a as StructureId, b: b as StructureId, communes: 1 })),
    answers: said.map(([from, about, level]) => ({
      ...{ from: from as StructureId, about: about as StructureId, level }
    }))
  };
}

const BEFORE = wave([
  [1, 2, 0],
  [1, 3, 2],
  [2, 1, 1]
]);
const AFTER = wave([
  [1, 2, 3],
  [1, 3, 2],
  [2, 1, 2],
  [2, 3, 0]
]);

test('the four figures say what they are, how sure they are, and what has changed', () => {
  const earlier = {
    number: 1,
    figures: measureWave(BEFORE),
    evolution: measureEvolution(BEFORE, AFTER)
  };
  const shown = headlinesOf(measureWave(AFTER), earlier);
  expect(shown.map(({ code, value, range, change }) => [code, value, range, change])).toEqual([
    ['response', '67\u00a0%', '', 'Comme à la vague 1'],
    [
      'density',
      '75\u00a0%',
      'Entre 50 et 84\u00a0%, selon ce que diraient celles qui n’ont pas répondu.',
      '+67 points depuis la vague 1, sur les mêmes questions'
    ],
    [
      'reciprocity',
      '100\u00a0%',
      'Entre 33 et 100\u00a0%, selon ce que diraient celles qui n’ont pas répondu.',
      ''
    ],
    ['isolation', '0', '', 'Autant qu’à la vague 1']
  ]);
  expect(othersOf(measureWave(AFTER), earlier)[0]).toMatchObject({
    value: '1,8 sur 4',
    change: '+1,3 depuis la vague 1, sur les mêmes questions'
  });
  expect(describeEvolution(earlier.evolution)).toBe(
    'Sur 3 réponses données aux deux vagues par la même structure, 2 ont monté, 1 n’a pas changé, 0 a baissé.'
  );
});

test('a first wave has nothing to be compared with, and a silent one nothing to say', () => {
  const shown = headlinesOf(measureWave(wave([])), null);
  expect(shown.map(({ value, change }) => [value, change])).toEqual([
    ['0\u00a0%', ''],
    ['non connu', ''],
    ['non connu', ''],
    ['non connu', '']
  ]);
  expect(describeEvolution(measureEvolution(wave([]), AFTER))).toBe('');
});
