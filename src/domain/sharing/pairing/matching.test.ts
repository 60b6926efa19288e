import { expect, test } from 'vitest';
import { matchByWeight } from './matching.ts';

type Weight = (a: number, b: number) => number;

/** A small generator that always draws the same. */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function randomGraph(count: number, seed: number, { most = 20, density = 0.7 } = {}): Weight {
  const draw = drawing(seed);
  const weights = new Map<number, number>();
  for (let a = 0; a < count; a++)
    for (let b = a + 1; b < count; b++)
      weights.set(a * count + b, draw() < density ? 1 + Math.floor(draw() * most) : 0);
  return (a, b) => weights.get(Math.min(a, b) * count + Math.max(a, b))!;
}

/** The heaviest of all the matchings there are, by trying every one. */
function best(count: number, weight: Weight): number {
  const known = new Map<number, number>();
  const from = (left: number): number => {
    if (left === 0) return 0;
    const kept = known.get(left);
    if (kept !== undefined) return kept;
    const a = 31 - Math.clz32(left);
    const rest = left & ~(1 << a);
    let most = from(rest);
    for (let b = 0; b < a; b++)
      if (rest & (1 << b) && weight(b, a) > 0)
        most = Math.max(most, weight(b, a) + from(rest & ~(1 << b)));
    known.set(left, most);
    return most;
  };
  return from((1 << count) - 1);
}

function total(mates: readonly (number | null)[], weight: Weight): number {
  return mates.reduce<number>((sum, b, a) => (b !== null && a < b ? sum + weight(a, b) : sum), 0);
}

test('nobody, one person and two', () => {
  expect(matchByWeight(0, () => 1)).toEqual([]);
  expect(matchByWeight(1, () => 1)).toEqual([null]);
  expect(matchByWeight(2, () => 1)).toEqual([1, 0]);
  expect(matchByWeight(2, () => 0)).toEqual([null, null]);
});

test('the heaviest pair is given up when two others weigh more', () => {
  const weights = [
    [0, 5, 0, 0],
    [5, 0, 6, 0],
    [0, 6, 0, 5],
    [0, 0, 5, 0]
  ];
  expect(matchByWeight(4, (a, b) => weights[a]![b]!)).toEqual([1, 0, 3, 2]);
});

test('on small graphs, no matching of all there are weighs more', () => {
  for (let seed = 1; seed <= 3000; seed++) {
    const count = 2 + (seed % 11);
    const weight = randomGraph(count, seed, {
      most: [2, 5, 20, 1000][seed % 4]!,
      density: [0.25, 0.5, 0.8, 1][Math.floor(seed / 4) % 4]!
    });
    const mates = matchByWeight(count, weight);
    mates.forEach((b, a) => {
      if (b === null) return;
      expect(mates[b]).toBe(a);
      expect(weight(Math.min(a, b), Math.max(a, b))).toBeGreaterThan(0);
    });
    expect(total(mates, weight), `graph ${seed}`).toBe(best(count, weight));
  }
});

test('the proof would see a greedy choice', () => {
  const greedy = (count: number, weight: Weight) => {
    const mates: (number | null)[] = new Array<null>(count).fill(null);
    const pairs = [];
    for (let a = 0; a < count; a++)
      for (let b = a + 1; b < count; b++) pairs.push({ a, b, worth: weight(a, b) });
    for (const { a, b, worth } of pairs.toSorted((x, y) => y.worth - x.worth))
      if (worth > 0 && mates[a] === null && mates[b] === null) [mates[a], mates[b]] = [b, a];
    return mates;
  };
  const wrong = Array.from({ length: 100 }, (_, seed) => {
    const weight = randomGraph(8, seed + 1);
    return total(greedy(8, weight), weight) < best(8, weight);
  });
  expect(wrong.filter(Boolean).length).toBeGreaterThan(10);
});

test('the same weights give the same pairs', () => {
  const weight = randomGraph(41, 7);
  expect(matchByWeight(41, weight)).toEqual(matchByWeight(41, weight));
});

test('three hundred people are paired in less than two seconds', () => {
  const weight = randomGraph(300, 11, { most: 200, density: 0.9 });
  const start = performance.now();
  const mates = matchByWeight(300, weight);
  expect(performance.now() - start).toBeLessThan(2000);
  expect(mates.filter((mate) => mate === null)).toEqual([]);
});
