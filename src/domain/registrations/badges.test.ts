import { describe, expect, test } from 'vitest';
import type { CategoryId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import {
  badgesOf,
  EVERY_BADGE,
  pagesOf,
  readBadgeChoice,
  type BadgeGround,
  type BadgeSource
} from './badges.ts';
import type { Registration } from './model.ts';

const category = (id: number) => ({ id: id as CategoryId, label: `Catégorie ${id}` });
const at = (hour: number) => new Date(Date.UTC(2027, 2, 1, hour));

function source(id: number, lastName: string, traits: Partial<Registration> = {}): BadgeSource {
  const registration = {
    ...{ id: id as RegistrationId, firstName: 'Camille', lastName, status: 'confirmed' as const },
    ...{ professionLabel: ' Infirmière ', structure: null, structureLabel: 'Cabinet' },
    ...{ category: null, photoConsent: false, choices: [], halfDays: [] },
    ...traits
  } as unknown as Registration;
  return { registration, code: `code-${id}`, changedAt: at(id) };
}

const ground: BadgeGround = {
  categories: [category(5).id, category(6).id],
  photoAsked: true,
  sessions: new Map([[7 as ProgrammeSessionId, '10 h · Chutes']]),
  printedAt: at(2)
};
const names = (sources: BadgeSource[], choice = EVERY_BADGE) =>
  badgesOf(sources, choice, ground).map(({ lastName }) => lastName);

describe('the badges of an edition', () => {
  const all = [
    source(1, 'Zola', { category: category(6) }),
    source(2, 'Éluard', { status: 'waitlisted' }),
    source(3, 'Évrard', { photoConsent: true, category: category(5) }),
    source(4, 'Essai', { status: 'cancelled' })
  ];

  test('are those of who has a place, by name, accents aside', () => {
    expect(names(all)).toEqual(['Évrard', 'Zola']);
  });

  test('are kept by category, by name, one alone, or since the last printing', () => {
    expect(names(all, { ...EVERY_BADGE, category: 6 })).toEqual(['Zola']);
    expect(names(all, { ...EVERY_BADGE, text: 'evrard cam' })).toEqual(['Évrard']);
    expect(names(all, { ...EVERY_BADGE, person: 1 })).toEqual(['Zola']);
    expect(names(all, { ...EVERY_BADGE, late: true })).toEqual(['Évrard']);
  });

  test('say the colour of the category, the consent to photographs and what was chosen', () => {
    const choices = [
      { session: 7, status: 'confirmed' },
      { session: 8, status: 'confirmed' },
      { session: 7, status: 'waitlisted' }
    ] as unknown as Registration['choices'];
    const tables = new Map([[3 as RegistrationId, ['Tour 1 : table 4']]]);
    const [one] = badgesOf(
      [source(3, 'Évrard', { photoConsent: true, category: category(6), choices })],
      EVERY_BADGE,
      { ...ground, tables }
    );
    expect(one).toMatchObject({
      ...{ tone: 1, photo: 'yes', profession: 'Infirmière', structure: 'Cabinet' },
      ...{ sessions: ['10 h · Chutes'], tables: ['Tour 1 : table 4'], code: 'code-3' }
    });
    const [other] = badgesOf([source(3, 'A')], EVERY_BADGE, { ...ground, photoAsked: false });
    expect(other).toMatchObject({ photo: 'unasked', tone: null, tables: [], category: '' });
  });
});

test('a choice is read from any address', () => {
  expect(readBadgeChoice(new URLSearchParams('format=zzz&categorie=-2&personne=x'))).toEqual(
    EVERY_BADGE
  );
  const asked = new URLSearchParams('format=a6&categorie=3&qui=tard&nom= Zoé &choisi=oui');
  expect(readBadgeChoice(asked)).toEqual({
    ...{ format: 'a6', category: 3, late: true, person: 0, text: 'Zoé', sessions: false }
  });
});

test('pages are counted', () => {
  expect([pagesOf(0, '8'), pagesOf(8, '8'), pagesOf(214, '8'), pagesOf(214, '10')]).toEqual([
    0, 1, 27, 22
  ]);
  expect(pagesOf(3, 'a6')).toBe(3);
});
