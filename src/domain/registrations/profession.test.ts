import { expect, test } from 'vitest';
import { PROFESSIONS, readProfession, suggestProfessions } from './profession.ts';

test('every profession has its own code', () => {
  expect(new Set(PROFESSIONS.map(({ code }) => code)).size).toBe(PROFESSIONS.length);
  expect(PROFESSIONS.length).toBeGreaterThan(75);
});

test('a few letters propose a profession in the words that match, once', () => {
  expect(suggestProfessions('infirmière')[0]).toEqual({ code: 'G15-60', label: 'Infirmière' });
  expect(suggestProfessions('kine').map(({ label }) => label)).toContain('Kinésithérapeute');
  const found = suggestProfessions('inf');
  expect(new Set(found.map(({ code }) => code)).size).toBe(found.length);
  expect(suggestProfessions('interne')[0]!.code).toBe('local-interne');
  expect(suggestProfessions('  ')).toEqual([]);
});

test('the words of a person are kept, with the code they mean', () => {
  expect(readProfession(' infirmiere ')).toEqual({ code: 'G15-60', label: 'infirmiere' });
  expect(readProfession('Sociologue')).toEqual({ code: '', label: 'Sociologue' });
  // What is chosen and then changed is what is written.
  expect(readProfession('Sociologue', 'G15-60')).toEqual({ code: '', label: 'Sociologue' });
});
