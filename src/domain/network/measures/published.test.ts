import { expect, test } from 'vitest';
import type { StructureId } from '#shared/ids.ts';
import { measureBetweenness, measureDegrees, type Links } from './links.ts';

/** Marriages among the Florentine families: Padgett & Ansell, Robust Action and the Rise of the Medici, 1993. */
const FLORENCE = `Acciaiuoli-Medici Castellani-Peruzzi Castellani-Strozzi Castellani-Barbadori Medici-Barbadori
  Medici-Ridolfi Medici-Tornabuoni Medici-Albizzi Medici-Salviati Salviati-Pazzi Peruzzi-Strozzi Peruzzi-Bischeri
  Strozzi-Ridolfi Strozzi-Bischeri Ridolfi-Tornabuoni Tornabuoni-Guadagni Albizzi-Ginori Albizzi-Guadagni
  Bischeri-Guadagni Guadagni-Lamberteschi`;

/** The kite of Krackhardt, Assessing the Political Landscape, 1990. */
const KITE = `Andre-Beverley Andre-Carol Andre-Diane Andre-Fernando Beverley-Diane Beverley-Ed Beverley-Garth
  Carol-Diane Carol-Fernando Diane-Ed Diane-Fernando Diane-Garth Ed-Garth Fernando-Garth Fernando-Heather
  Garth-Heather Heather-Ike Ike-Jane`;

/** The karate club of Zachary, An Information Flow Model for Conflict and Fission in Small Groups, 1977: 34 people, 78 ties. */
const KARATE = `1-2 1-3 1-4 1-5 1-6 1-7 1-8 1-9 1-11 1-12 1-13 1-14 1-18 1-20 1-22 1-32 2-3 2-4 2-8 2-14 2-18 2-20 2-22
  2-31 3-4 3-8 3-9 3-10 3-14 3-28 3-29 3-33 4-8 4-13 4-14 5-7 5-11 6-7 6-11 6-17 7-17 9-31 9-33 9-34 10-34 14-34
  15-33 15-34 16-33 16-34 19-33 19-34 20-34 21-33 21-34 23-33 23-34 24-26 24-28 24-30 24-33 24-34 25-26 25-28 25-32
  26-32 27-30 27-34 28-34 29-32 29-34 30-33 30-34 31-33 31-34 32-33 32-34 33-34`;

test('the Medici stand between the families of Florence as published', () => {
  const { between, degree } = measured(FLORENCE);
  expect(between('Medici')).toBeCloseTo(0.522, 3);
  expect(between('Guadagni')).toBeCloseTo(0.255, 3);
  expect(between('Albizzi')).toBeCloseTo(0.212, 3);
  expect(between('Salviati')).toBeCloseTo(0.143, 3);
  expect(between('Ridolfi')).toBeCloseTo(0.114, 3);
  expect(between('Strozzi')).toBeCloseTo(0.103, 3);
  expect(between('Castellani')).toBeCloseTo(0.055, 3);
  expect(between('Pazzi')).toBe(0);
  expect(degree('Medici')).toBe(6);
});

test('of the kite of Krackhardt, Heather is the bridge and Diane has the most links', () => {
  const { between, degree } = measured(KITE, false);
  expect(between('Heather')).toBeCloseTo(14, 9);
  expect(between('Fernando')).toBeCloseTo(8 + 1 / 3, 9);
  expect(between('Garth')).toBeCloseTo(8 + 1 / 3, 9);
  expect(between('Ike')).toBeCloseTo(8, 9);
  expect(between('Diane')).toBeCloseTo(3 + 2 / 3, 9);
  expect(between('Jane')).toBe(0);
  expect(degree('Diane')).toBe(6);
});

test('the karate club of Zachary has the published betweenness of its two leaders', () => {
  const { between, degree } = measured(KARATE);
  expect(between('1')).toBeCloseTo(0.4376, 4);
  expect(between('34')).toBeCloseTo(0.3041, 4);
  expect(between('33')).toBeCloseTo(0.1452, 4);
  expect(between('3')).toBeCloseTo(0.1437, 4);
  expect([degree('34'), degree('1'), degree('33')]).toEqual([17, 16, 12]);
});

function measured(ties: string, normalised = true) {
  const named = ties.split(/\s+/).map((tie) => tie.split('-'));
  const names = [...new Set(named.flat())];
  const id = (name: string) => (names.indexOf(name) + 1) as StructureId;
  const links = new Map<StructureId, StructureId[]>(names.map((name) => [id(name), []]));
  for (const [a, b] of named) {
    links.get(id(a!))!.push(id(b!));
    links.get(id(b!))!.push(id(a!));
  }
  const scores = measureBetweenness(links satisfies Links, { normalised });
  const degrees = measureDegrees(links);
  return {
    between: (name: string) => scores.get(id(name)),
    degree: (name: string) => degrees.get(id(name))
  };
}
