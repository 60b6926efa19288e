import { expect, test } from 'vitest';
import type { RegistrationId } from '#shared/ids.ts';
import { findDuplicates, pairKey } from './duplicates.ts';

let turn = 0;
const entry = (firstName: string, lastName: string, structure = '') => ({
  id: ++turn as RegistrationId,
  ...{ firstName, lastName, structure }
});

test('the same name is found whatever the order, the accents and the hyphens', () => {
  const one = entry('Anne-Zoé', 'Léonard');
  const other = entry('leonard', 'anne zoe');
  expect(findDuplicates([other, one, entry('Paul', 'Autre')])).toEqual([
    { first: one, second: other, why: 'same-name' }
  ]);
});

test('a slip of the keyboard is found among colleagues only', () => {
  const one = entry('Camille', 'Exemple', 'CLIC de Mirefleurs');
  const other = entry('Camile', 'Exemple', 'clic de mirefleurs');
  const elsewhere = entry('Camill', 'Exemple', 'CCAS');
  expect(findDuplicates([one, other, elsewhere])).toEqual([
    { first: one, second: other, why: 'near-name' }
  ]);
});

test('two short names one letter apart are near, two letters apart are not', () => {
  const pairs = (a: string, b: string) => findDuplicates([entry(a, '', 'X'), entry(b, '', 'X')]);
  expect(pairs('Léa', 'Léo')).toHaveLength(1);
  expect(pairs('Léa', 'Lou')).toHaveLength(0);
});

test('people without structure are not colleagues', () => {
  expect(findDuplicates([entry('Camille', 'Exemple'), entry('Camile', 'Exemple')])).toEqual([]);
});

test('a pair that was said to be two people does not come back', () => {
  const one = entry('Jean', 'Martin');
  const other = entry('Jean', 'Martin');
  expect(findDuplicates([one, other], new Set([pairKey(other.id, one.id)]))).toEqual([]);
});
