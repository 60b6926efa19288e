import { describe, expect, test } from 'vitest';
import type { RegistrationId } from '#shared/ids.ts';
import { readPdf } from '../../../../../tests/support/pdf.ts';
import { BADGE_FORMATS, pagesOf, type Badge, type BadgeFormatName } from '../../badges.ts';
import { composeBadges, drawBadges } from './documents.ts';

const EDITION = { title: 'Journée d’essai 2027', updatedAt: new Date('2027-03-01T09:00:00Z') };
const FORMATS = Object.keys(BADGE_FORMATS) as BadgeFormatName[];
const UNBROKEN = 'Abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz';

function aBadge(traits: Partial<Badge> = {}): Badge {
  return {
    ...{ registration: 1 as RegistrationId, firstName: 'Camille', lastName: 'Essai' },
    ...{ profession: 'Infirmière', structure: 'CPTS fictive', category: 'Santé', tone: 0 },
    ...{ photo: 'yes', sessions: ['10 h · Chutes'], tables: [], code: `1-${'x'.repeat(43)}` },
    ...traits
  };
}

const HARD: readonly Badge[] = [
  aBadge(),
  aBadge({
    ...{ firstName: 'Marie-Françoise-Alexandrine', photo: 'no' },
    lastName: 'de La Rochefoucauld-Montmorency-Exemple',
    profession: 'Médecin gériatre, présidente de la commission médicale d’établissement',
    structure: 'Dispositif d’appui à la coordination des territoires limitrophes, antenne nord',
    sessions: Array.from({ length: 9 }, (_, at) => `${at + 9} h · ${'Un atelier long '.repeat(6)}`)
  }),
  aBadge({
    firstName: 'ليلى',
    lastName: 'بن علي',
    tables: ['Tour 1 : table 12', 'Tour 2 : table 3']
  }),
  aBadge({ firstName: 'יעל', lastName: 'כהן', photo: 'unasked' }),
  aBadge({ firstName: '', profession: '', structure: '', category: '', tone: null, sessions: [] }),
  aBadge({ firstName: 'Œdipe', lastName: UNBROKEN, category: 'Une catégorie '.repeat(6).trim() }),
  aBadge({ firstName: 'CHARLES-HENRI', lastName: 'ÉLÉONORE D’AQUITAINE', tone: 12 }),
  aBadge({ firstName: '#panic("x")', lastName: '*gras* $1/0$' }),
  aBadge({ firstName: 'Zoé', lastName: 'Łukasiewicz-Ñandú' })
];
const flat = (text: string) => text.replaceAll(/[\s\u200b]+/g, '');

describe.each(FORMATS)('badges, format %s', (format) => {
  test('hold in their pages whatever people are called, and lose nobody', async () => {
    const { pages, text } = readPdf(await composeBadges(EDITION, HARD, format));
    expect(pages).toBe(pagesOf(HARD.length, format));
    const said = flat(text);
    for (const { firstName, lastName } of HARD.filter((one) => /^[ -~À-ž’]*$/.test(one.lastName)))
      for (const name of [firstName, lastName]) expect(said).toContain(flat(name));
    // Right to left: in the order in which it is drawn or read, letter for letter.
    for (const name of ['علي', 'כהן'])
      expect([name, [...name].reverse().join('')].some((one) => said.includes(one))).toBe(true);
    expect(said).toContain(flat('pas de photo'));
    expect(said).toContain(flat('photo d’accord'));
    expect(said).toContain(flat('Tour 2 : table 3'));
  });

  test('are a tagged PDF/UA-1 that says its title, its language and what each code is', async () => {
    const { outline } = readPdf(await composeBadges(EDITION, [aBadge()], format));
    expect(outline).toContain('pdfuaid:part>1<');
    expect(outline).toContain('/StructTreeRoot');
    expect(outline).toMatch(/\/Lang\s*\(fr-FR\)/);
    expect(outline).toMatch(/\/S\s*\/H1/);
    expect(outline).toMatch(/\/Alt\s*[(<]/);
  });
});

test('a picture shows the first page alone', async () => {
  const picture = new TextDecoder().decode(await drawBadges(EDITION, [...HARD, ...HARD], '8'));
  expect(picture).toMatch(/^<svg[^>]* viewBox="0 0 595\.\d+ 841\.\d+"/);
});
