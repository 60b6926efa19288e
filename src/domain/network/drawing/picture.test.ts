import { describe, expect, test } from 'vitest';
import type { StructureId, WaveStructureId } from '#shared/ids.ts';
import type { Level } from '../model.ts';
import { readAround } from '../measures/around.ts';
import type { Answered } from '../measures/asked.ts';
import { listBridges, measureStructures } from '../measures/by-structure.ts';
import { drawWaves } from './layout.ts';
import { composeMatrix } from './matrix.ts';
import { composeMiniature, composePicture, initialsOf, type Seen } from './picture.ts';

const id = (number: number) => number as StructureId;

/** Five structures in a row: 1–2–3–4, and 5 apart. 3 and 5 are CLIC. 4 has not answered; 1 and 5 share no commune. */
const WAVE: Answered = {
  structures: [1, 2, 3, 4, 5].map((number) => ({
    ...{ id: number as WaveStructureId, structure: id(number), slug: `s${number}` },
    ...{ name: `Structure ${number}`, type: number === 3 || number === 5 ? 'CLIC' : 'CPTS' },
    ...{ answeredAt: null, finishedAt: null }
  })),
  pairs: [1, 2, 3, 4].flatMap((a) =>
    [2, 3, 4, 5]
      .filter((b) => b > a && !(a === 1 && b === 5))
      .map((b) => ({ a: id(a), b: id(b), communes: 1 }))
  ),
  answers: (
    [
      [1, 2, 3],
      [2, 1, 2],
      [2, 3, 2],
      [3, 2, 0],
      [3, 4, 4],
      [5, 2, 1],
      [5, 3, 0],
      [5, 4, 0]
    ] as [number, number, Level][]
  ).map(([from, about, level]) => ({ from: id(from), about: id(about), level }))
};
const READINGS = measureStructures(WAVE);
const DRAWING = drawWaves([WAVE], (text) => text.length * 7);
const ALL: Seen = { type: null, level: 2, chosen: null };
const see = (seen: Partial<Seen> = {}) =>
  composePicture(WAVE, READINGS, DRAWING, { ...ALL, ...seen });

describe('the picture', () => {
  test('draws each structure, and the links of the level asked for', () => {
    const { nodes, links } = see();
    expect(nodes.map(({ structure }) => structure)).toEqual([1, 2, 3, 4, 5]);
    expect(links.map(({ a, b, said }) => [a, b, said])).toEqual([
      [2, 3, 'one'],
      [1, 2, 'both'],
      [3, 4, 'silent']
    ]);
    expect(see({ level: 4 }).links.map(({ a, b }) => [a, b])).toEqual([[3, 4]]);
  });

  test('says who has not answered, and who is isolated', () => {
    const { nodes } = see();
    expect(nodes.filter(({ isSilent }) => isSilent).map(({ structure }) => structure)).toEqual([4]);
    expect(nodes.filter(({ isIsolated }) => isIsolated).map(({ structure }) => structure)).toEqual([
      5
    ]);
  });

  test('of a type, keeps its structures and those they are linked to', () => {
    expect(see({ type: 'CLIC' }).nodes.map(({ structure }) => structure)).toEqual([2, 3, 4, 5]);
    expect(see({ type: 'DAC' })).toMatchObject({ nodes: [], links: [] });
  });

  test('around a chosen structure, fades the others', () => {
    const { nodes, links } = see({ chosen: id(2) });
    expect(nodes.filter(({ isFaded }) => isFaded).map(({ structure }) => structure)).toEqual([
      4, 5
    ]);
    expect(links[0]).toMatchObject({ a: 3, b: 4, isFaded: true });
  });

  test('a filter moves nobody', () => {
    const all = new Map(see().nodes.map(({ structure, x, y }) => [structure, [x, y]]));
    for (const { structure, x, y } of see({ type: 'CLIC', level: 4 }).nodes)
      expect([x, y]).toEqual(all.get(structure));
    for (const { structure, x, y } of composeMiniature(WAVE, DRAWING).dots)
      expect([x, y]).toEqual(all.get(structure));
  });

  test('what is written in a disc holds in it', () => {
    expect(['CPTS', 'MAISON-SPORT-SANTE', 'ASSOCIATION', 'csapa', 'C360'].map(initialsOf)).toEqual([
      'CPTS',
      'MSS',
      'ASSO',
      'CSAPA',
      'C360'
    ]);
  });
});

test('the matrix tells a level, a silence, and what was not asked', () => {
  const rows = composeMatrix(WAVE, ['CLIC', 'CPTS']);
  expect(rows.map(({ structure }) => structure.structure)).toEqual([3, 5, 1, 2, 4]);
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['self', 'silent', 'silent', 0, 4],
    [0, 'self', 'none', 1, 0],
    ['silent', 'none', 'self', 3, 'silent'],
    [2, 'silent', 2, 'self', 'silent'],
    ['silent', 'silent', 'silent', 'silent', 'self']
  ]);
});

test('around a structure: what it says, and what is said of it, silences last', () => {
  const { says, saidOf } = readAround(WAVE, id(2));
  const names = (groups: typeof says) =>
    groups.map(({ level, structures }) => [level, structures.map(({ structure }) => structure)]);
  expect(names(says)).toEqual([
    [2, [1, 3]],
    [null, [4, 5]]
  ]);
  expect(names(saidOf)).toEqual([
    [3, [1]],
    [1, [5]],
    [0, [3]],
    [null, [4]]
  ]);
});

test('each structure is measured on what was said, and bridges stand out', () => {
  expect(READINGS[1]).toMatchObject({
    ...{ asked: 4, answered: 2, knows: 2, knownBy: 1, witnesses: 3 },
    ...{ degree: 2, betweenness: 2 / 6, attachment: 'linked' }
  });
  expect(listBridges(READINGS).map(({ structure }) => structure)).toEqual([2, 3]);
});
