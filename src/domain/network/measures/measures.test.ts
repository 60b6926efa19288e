import fc from 'fast-check';
import Graph from 'graphology';
import betweennessCentrality from 'graphology-metrics/centrality/betweenness.js';
import { directedDensity } from 'graphology-metrics/graph/density.js';
import { describe, expect, test } from 'vitest';
import { LEVELS, type Level, type RelationAnswer, type WaveStructure } from '../model.ts';
import type { StructureId, WaveStructureId } from '#shared/ids.ts';
import type { Answered } from './asked.ts';
import {
  measureDensity,
  measureMeanLevel,
  measureReciprocity,
  measureResponse
} from './density.ts';
import { measureEvolution } from './evolution.ts';
import { measureIsolation, readAttachments } from './isolation.ts';
import { linkStructures, measureBetweenness, measureDegrees } from './links.ts';

type Said = readonly [from: number, about: number, level: Level];

/** Structures 1 to `size`; without pairs, all of them. */
function wave(size: number, said: readonly Said[], pairs = everyPair(size)): Answered {
  return {
    structures: Array.from({ length: size }, (_, at) => structure(at + 1)),
    pairs: pairs.map(([a, b]) => ({ a: id(a), b: id(b), communes: 1 })),
    answers: said.map(([from, about, level]) => ({ from: id(from), about: id(about), level }))
  };
}

const id = (number: number) => number as StructureId;

function structure(number: number): WaveStructure {
  return {
    id: number as WaveStructureId,
    structure: id(number),
    name: `Structure ${number}`,
    slug: `structure-${number}`,
    ...{ type: 'CPTS', answeredAt: null, finishedAt: null }
  };
}

function everyPair(size: number): (readonly [number, number])[] {
  return Array.from({ length: size }, (_, a) =>
    Array.from({ length: size - a - 1 }, (_none, b) => [a + 1, a + b + 2] as const)
  ).flat();
}

/** A wave of 2 to 9 structures, each pair asked or not, each question answered or not. */
const anyWave = fc.integer({ min: 2, max: 9 }).chain((size) => {
  const pairs = everyPair(size);
  const cell = fc.record({
    asked: fc.boolean(),
    ofB: fc.option(fc.constantFrom(...LEVELS)),
    ofA: fc.option(fc.constantFrom(...LEVELS))
  });
  return fc.array(cell, { minLength: pairs.length, maxLength: pairs.length }).map((cells) => {
    const asked = pairs.filter((_, at) => cells[at]!.asked);
    const said = pairs.flatMap(([a, b], at): Said[] => {
      const { asked: is, ofB, ofA } = cells[at]!;
      if (!is) return [];
      return [
        ...(ofB === null ? [] : [[a, b, ofB] as const]),
        ...(ofA === null ? [] : [[b, a, ofA] as const])
      ];
    });
    return wave(size, said, asked);
  });
});

const FIGURES = [
  ...LEVELS.map((level) => (one: Answered) => measureDensity(one, level)),
  ...LEVELS.map((level) => (one: Answered) => measureReciprocity(one, level)),
  measureMeanLevel,
  (one: Answered) => measureIsolation(one)
];

describe('what is missing', () => {
  test('a range holds the figure, and whatever the missing answers would have made of it', () => {
    fc.assert(
      fc.property(anyWave, fc.array(fc.constantFrom(...LEVELS), { minLength: 1 }), (one, more) => {
        const whole = complete(one, more);
        for (const measure of FIGURES) {
          const { value, low, high } = measure(one);
          const { value: told } = measure(whole);
          for (const held of [value, told]) {
            if (held === null) continue;
            expect(held).toBeGreaterThanOrEqual(low - 1e-9);
            expect(held).toBeLessThanOrEqual(high + 1e-9);
          }
        }
      })
    );
  });

  test('once all have answered, the range is the figure', () => {
    fc.assert(
      fc.property(anyWave, fc.array(fc.constantFrom(...LEVELS), { minLength: 1 }), (one, more) => {
        for (const measure of FIGURES) {
          const { value, low, high } = measure(complete(one, more));
          if (value !== null) expect([low, high]).toEqual([value, value]);
        }
      })
    );
  });

  test('a structure that has not answered, and of which nobody has, moves no figure', () => {
    fc.assert(
      fc.property(anyWave, (one) => {
        const { length } = one.structures;
        const silent = structure(length + 1);
        const wider: Answered = {
          structures: [...one.structures, silent],
          pairs: [
            ...one.pairs,
            ...one.structures.map((known) => ({
              a: known.structure,
              b: silent.structure,
              communes: 1
            }))
          ],
          answers: one.answers
        };
        for (const measure of FIGURES.slice(0, -1))
          expect(measure(wider).value).toBe(measure(one).value);
        expect(measureEvolution(wider, one)).toEqual(measureEvolution(one, one));
        expect(readAttachments(wider).get(silent.structure)).not.toBe('isolated');
        const before = measureBetweenness(linkStructures(one), { normalised: false });
        const after = measureBetweenness(linkStructures(wider), { normalised: false });
        for (const [known, score] of before) expect(after.get(known)).toBeCloseTo(score, 9);
      })
    );
  });
});

/** Every missing answer given, from a list that turns. */
function complete(one: Answered, levels: readonly Level[]): Answered {
  const key = ({ from, about }: Pick<RelationAnswer, 'from' | 'about'>) => `${from} ${about}`;
  const said = new Set(one.answers.map(key));
  const missing = one.pairs
    .flatMap(({ a, b }) => [
      { from: a, about: b },
      { from: b, about: a }
    ])
    .filter((arc) => !said.has(key(arc)))
    .map((arc, at) => ({ ...arc, level: levels[at % levels.length]! }));
  return { ...one, answers: [...one.answers, ...missing] };
}

describe('an independent library finds the same', () => {
  test('of betweenness, normalised or not, and of degrees, on any graph', () => {
    fc.assert(
      fc.property(anyWave, fc.constantFrom(...LEVELS), fc.boolean(), (one, level, normalised) => {
        const links = linkStructures(one, level);
        const graph = new Graph({ type: 'undirected' });
        for (const { structure: node } of one.structures) graph.addNode(node);
        for (const [node, others] of links)
          for (const other of others) if (node < other) graph.addEdge(node, other);
        const theirs = betweennessCentrality(graph, { normalized: normalised });
        const ours = measureBetweenness(links, { normalised });
        // With two structures, nobody can be between: the library divides by nought.
        const count = one.structures.length;
        for (const [node, score] of ours)
          expect(score).toBeCloseTo(count > 2 ? theirs[node]! : 0, 9);
        for (const [node, degree] of measureDegrees(links)) expect(graph.degree(node)).toBe(degree);
      })
    );
  });

  test('of density, where all are asked about all and have answered', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...LEVELS), { minLength: 12, maxLength: 12 }),
        fc.constantFrom(1, 2, 3, 4),
        (said, level) => {
          const one = complete(wave(4, []), said);
          const graph = new Graph({ type: 'directed' });
          for (const { structure: node } of one.structures) graph.addNode(node);
          for (const { from, about, level: told } of one.answers)
            if (told >= level) graph.addEdge(from, about);
          const { value } = measureDensity(one, level);
          expect(value).toBeCloseTo(directedDensity(graph), 9);
        }
      )
    );
  });
});

describe('the figures of a small wave', () => {
  // 1 and 2 work together; 3 says it talks with 1, who has not answered of it; 4 has said nothing.
  const said: Said[] = [
    [1, 2, 3],
    [2, 1, 3],
    [3, 1, 2],
    [3, 2, 0],
    [2, 3, 1]
  ];
  const one = wave(4, said);

  test('three of four have answered', () => {
    expect(measureResponse(one)).toMatchObject({ value: 0.75, known: 3, of: 4 });
  });

  test('density is of the answers given, its range of all the questions', () => {
    expect(measureDensity(one, 2)).toEqual({
      ...{ value: 3 / 5, low: 3 / 12, high: 10 / 12 },
      ...{ known: 5, of: 12 }
    });
  });

  test('the mean level too', () => {
    expect(measureMeanLevel(one)).toMatchObject({ value: 9 / 5, low: 9 / 12, high: 37 / 12 });
  });

  test('reciprocity is of the pairs where both have answered', () => {
    expect(measureReciprocity(one)).toMatchObject({ value: 1, known: 1, of: 6, low: 1 / 5 });
  });

  test('a structure that nobody was asked about is in no figure', () => {
    const alone = wave(3, [[1, 2, 0]], [[1, 2]]);
    expect(measureResponse(alone)).toMatchObject({ known: 1, of: 2 });
    expect(readAttachments(alone).get(id(3))).toBe('unasked');
  });

  test('nothing answered gives no figure, and the widest range', () => {
    const silent = wave(3, []);
    expect(measureDensity(silent, 2)).toMatchObject({ value: null, low: 0, high: 1 });
    expect(measureReciprocity(silent)).toMatchObject({ value: null, low: 0, high: 1 });
    expect(measureIsolation(silent)).toMatchObject({ value: null, low: 0, high: 3 });
  });
});

describe('isolated', () => {
  test('said of who has answered about all and knows nobody', () => {
    const one = wave(3, [
      [1, 2, 1],
      [1, 3, 0]
    ]);
    expect(readAttachments(one).get(id(1))).toBe('isolated');
    // On the word of one alone, of two that were asked, nobody is.
    expect(readAttachments(one).get(id(2))).toBe('unknown');
  });

  test('never of who is known by one at least, whoever is silent', () => {
    expect(readAttachments(wave(6, [[2, 1, 2]])).get(id(1))).toBe('linked');
  });

  test('not said on the word of fewer than half of those asked', () => {
    const half: Said[] = [
      [2, 1, 0],
      [3, 1, 1]
    ];
    expect(readAttachments(wave(5, half)).get(id(1))).toBe('isolated');
    expect(readAttachments(wave(6, half)).get(id(1))).toBe('unknown');
  });
});

describe('from one wave to the next', () => {
  test('only what the same structure answered twice is compared', () => {
    const before = wave(4, [
      [1, 2, 0],
      [1, 3, 3],
      [2, 1, 2],
      [4, 1, 4]
    ]);
    const after = wave(4, [
      [1, 2, 2],
      [1, 3, 2],
      [2, 1, 2],
      [3, 1, 4]
    ]);
    expect(measureEvolution(before, after)).toEqual({
      ...{ compared: 3, authors: 2, up: 1, same: 1, down: 1 },
      density: { before: 2 / 3, after: 1 },
      reciprocity: { before: 0, after: 1 },
      meanLevel: { before: 5 / 3, after: 2 }
    });
  });

  test('two waves that share no answer have nothing to compare', () => {
    expect(measureEvolution(wave(2, [[1, 2, 3]]), wave(2, [[2, 1, 3]]))).toMatchObject({
      ...{ compared: 0, density: { before: null, after: null } }
    });
  });
});
