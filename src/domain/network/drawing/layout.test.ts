import { expect, test } from 'vitest';
import type { StructureId, WaveStructureId } from '#shared/ids.ts';
import { DISC, drawWaves, LINE_HEIGHT, listLinks, type Drawing } from './layout.ts';
import type { Level } from '../model.ts';
import type { Answered } from '../measures/asked.ts';

/** Text in a font whose letters are all as wide. */
const widthOf = (text: string) => text.length * 7;

/** Structures of given numbers, all asked about all, with answers drawn from a seed. */
function wave(numbers: readonly number[], seed = 1): Answered {
  const pairs = numbers.flatMap((a, at) =>
    numbers.slice(at + 1).map((b) => ({ a: id(a), b: id(b), communes: 1 }))
  );
  return {
    structures: numbers.map((number) => ({
      ...{ id: number as WaveStructureId, structure: id(number), slug: `s${number}`, type: 'CPTS' },
      ...{
        name: `Structure au nom vraiment assez long ${number}`,
        answeredAt: null,
        finishedAt: null
      }
    })),
    pairs,
    answers: pairs.map(({ a, b }) => ({
      ...{ from: a, about: b },
      level: (a * 7 + b * 13 + seed * 5) % 11 < 2 ? 3 : 0
    }))
  };
}

const id = (number: number) => number as StructureId;
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

test('the same waves are drawn the same', () => {
  expect(drawWaves([wave(upTo(20))], widthOf)).toEqual(drawWaves([wave(upTo(20))], widthOf));
});

test('the order in which structures are read changes nothing', () => {
  const one = wave(upTo(12));
  const turned = { ...one, structures: one.structures.toReversed() };
  expect(drawWaves([turned], widthOf)).toEqual(drawWaves([one], widthOf));
});

test('whoever was there before stays where they were, whatever they say since', () => {
  const first = drawWaves([wave(upTo(30))], widthOf);
  const second = drawWaves([wave(upTo(30)), wave(upTo(36), 4)], widthOf);
  for (const place of first.places)
    expect(second.places.find(({ structure }) => structure === place.structure)).toEqual(place);
  expect(second.places).toHaveLength(36);
});

test('forty-five names are kept apart, and hold in the frame', () => {
  const drawing = drawWaves([wave(upTo(45))], widthOf);
  expect(overlaps(drawing)).toEqual([]);
  const [left, top, width, height] = drawing.frame;
  for (const { x, y } of drawing.places) {
    expect(x).toBeGreaterThan(left);
    expect(x).toBeLessThan(left + width);
    expect(y).toBeGreaterThan(top);
    expect(y).toBeLessThan(top + height);
  }
});

test('those who come later are kept apart from those who do not move', () => {
  expect(overlaps(drawWaves([wave(upTo(30)), wave(upTo(40), 3)], widthOf))).toEqual([]);
});

test('a name takes two lines at most', () => {
  for (const { lines } of drawWaves([wave([1])], widthOf).places) {
    expect(lines.length).toBeLessThanOrEqual(2);
    expect(lines.at(-1)).toMatch(/…$/);
  }
});

test('nobody to draw is an empty drawing', () => {
  expect(drawWaves([wave([])], widthOf).places).toEqual([]);
});

test('a link says whether both say it, one only, or the other has not answered', () => {
  const three = wave([1, 2, 3]);
  const said = (from: number, about: number, level: Level) => ({
    ...{ from: id(from), about: id(about), level }
  });
  const answers = [said(1, 2, 3), said(2, 1, 2), said(1, 3, 2), said(3, 1, 0), said(2, 3, 4)];
  expect(listLinks({ ...three, answers })).toEqual([
    { a: 1, b: 2, level: 3, said: 'both' },
    { a: 1, b: 3, level: 2, said: 'one' },
    { a: 2, b: 3, level: 4, said: 'silent' }
  ]);
  expect(listLinks({ ...three, answers }, 3).map(({ said: how }) => how)).toEqual([
    'one',
    'silent'
  ]);
});

function overlaps({ places }: Drawing): [number, number][] {
  const boxes = places.map(({ structure, x, y, lines }) => {
    const half = Math.max(DISC, ...lines.map((line) => widthOf(line) / 2));
    const bottom = y + DISC + lines.length * LINE_HEIGHT;
    return { structure, left: x - half, right: x + half, top: y - DISC, bottom };
  });
  return boxes.flatMap((one, at) =>
    boxes
      .slice(at + 1)
      .filter(
        (other) =>
          one.left < other.right &&
          other.left < one.right &&
          one.top < other.bottom &&
          other.top < one.bottom
      )
      .map((other): [number, number] => [one.structure, other.structure])
  );
}
