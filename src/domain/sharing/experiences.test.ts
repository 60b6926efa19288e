import { expect, test } from 'vitest';
import { anExperience } from '../../../tests/factories/experiences.ts';
import {
  canBeExpress,
  emptyHeadings,
  holdsMailAddress,
  readHeadings,
  sayPeriod
} from './experiences.ts';
import { EXPRESS_HEADINGS, FULL_HEADINGS } from './headings.ts';
import type { ReuseId, StructureId } from '#shared/ids.ts';
import { countReuses, sayReuses, type ReuseStatus } from './reuse.ts';

test('growing into a full sheet loses nothing: each express heading is among the full ones, in the same order', () => {
  const full = FULL_HEADINGS.map(({ key }) => key);
  const places = EXPRESS_HEADINGS.map(({ key }) => full.indexOf(key));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test('what was written in a full sheet is read even while its form is express, and keeps it from being one again', () => {
  const texts = { context: 'Ici.', lessons: 'À refaire.', failed: ' ' };
  const experience = anExperience({ texts });
  expect(readHeadings(experience).map(({ key }) => key)).toEqual(['context', 'lessons']);
  expect(emptyHeadings(experience).map(({ key }) => key)).toEqual([
    ...['done', 'worked', 'failed', 'useful']
  ]);
  expect(canBeExpress(experience)).toBe(false);
  expect(canBeExpress(anExperience({ texts: { context: 'Ici.', lessons: ' ' } }))).toBe(true);
});

test('an address is seen in a contact, a telephone is not one', () => {
  expect(holdsMailAddress('Écrire à accueil@exemple.test')).toBe(true);
  expect(holdsMailAddress('Le standard, 01 99 00 12 34, poste @12')).toBe(false);
});

test('a period is said with the days it has', () => {
  expect(sayPeriod('2026-01-12', '2026-04-30')).toBe('12 janvier 2026 – 30 avril 2026');
  expect(sayPeriod('2026-01-12', null)).toBe('Depuis le 12 janvier 2026');
  expect(sayPeriod(null, '2026-04-30')).toBe('Jusqu’au 30 avril 2026');
  expect(sayPeriod(null, null)).toBe('');
});

test('a structure counts once, by the furthest that one of hers has gone; who stopped is not counted as re-using', () => {
  const by = (id: number, structure: number | null, status: ReuseStatus) => ({
    ...{ id: id as ReuseId, status },
    structure: structure ? { id: structure as StructureId, slug: '', name: '' } : null
  });
  const count = countReuses([
    ...[by(1, 7, 'planned'), by(2, 7, 'done'), by(3, 8, 'planned'), by(4, null, 'ongoing')],
    by(5, 9, 'dropped')
  ]);
  expect(count).toEqual({ taken: 2, planned: 1, dropped: 1 });
  expect(sayReuses(count)).toBe('Repris 2 fois, 1 projet de reprise');
  expect(sayReuses({ taken: 0, planned: 0, dropped: 3 })).toBe('');
});
