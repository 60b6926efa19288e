import { describe, expect, test } from 'vitest';
import type { SpeakerId } from '#shared/ids.ts';
import {
  aMoment,
  anEdition,
  aProgramme,
  aRoom,
  aSpeaker,
  at
} from '../../../../../tests/factories/programme.ts';
import { readPdf } from '../../../../../tests/support/pdf.ts';
import { composeBooklet, type Booklet } from './documents.ts';

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const LONG = 'Marie-Françoise-Alexandrine de La Rochefoucauld-Montmorency-Exemple';
const speaks = (id: number) => ({ speaker: id as SpeakerId, role: 'speaker' as const });

const programme = aProgramme({
  rooms: [aRoom(1, { name: 'Amphithéâtre Simone-Veil' })],
  speakers: [
    aSpeaker(1, { name: LONG, title: 'coordinatrice' }),
    aSpeaker(2, { name: 'ليلى بن علي', title: 'gériatre', structureLabel: 'Hôpital de l’Œuvre' })
  ],
  sessions: [
    aMoment({ title: 'Ouverture : où en est-on ?', room: aRoom(1).id, speakers: [speaks(1)] }),
    aMoment({
      kind: 'workshop',
      chosen: true,
      title: '#panic("x") $1/0$ *Chutes*',
      startsAt: at('10:00'),
      endsAt: at('11:00'),
      speakers: [speaks(2)]
    }),
    aMoment({
      kind: 'workshop',
      chosen: true,
      title: 'Mémoire',
      startsAt: at('10:00'),
      endsAt: at('11:00')
    })
  ]
});
const booklet = (traits: Partial<Booklet> = {}): Booklet => ({
  event: anEdition(),
  programme,
  partners: [],
  ...traits
});
const read = async (traits: Partial<Booklet> = {}) => {
  const pdf = readPdf(await composeBooklet(booklet(traits)));
  return { ...pdf, text: pdf.text.replaceAll(/\s+/g, ' ') };
};

describe('the booklet of an edition', () => {
  test('says the programme with its accents, long names and names in Arabic, and no code runs', async () => {
    const { text, pages } = await read();
    expect(pages).toBe(2);
    for (const words of [
      'Ouverture : où en est-on ?',
      'Amphithéâtre Simone-Veil',
      'jeudi 18 mars 2027, 9 h – 17 h',
      '#panic("x") $1/0$ *Chutes*',
      'Hôpital de l’Œuvre',
      'Au choix'
    ])
      expect(text).toContain(words);
    // Broken over lines where it does not fit.
    expect(text.replaceAll(' ', '')).toContain(LONG.replaceAll(' ', ''));
    // Written from right to left: its letters are all there, joined as Arabic joins them.
    expect(text).toMatch(/[\u0600-\u06ff\ufe70-\ufeff]{3}/);
  });

  test('is accessible: tagged, titled, its headings and its language', async () => {
    const { outline } = await read();
    for (const part of [
      '/StructTreeRoot',
      '/Marked true',
      'pdfuaid:part>1<',
      '(fr-FR)',
      '/H1',
      '/H3'
    ])
      expect(outline).toContain(part);
  });

  test('is as good with nothing in it: no date, no place, no programme', async () => {
    const { text } = await read({
      event: anEdition({ startsAt: null, endsAt: null }),
      programme: aProgramme()
    });
    expect(text).toContain('Date à venir');
    expect(text).not.toContain('undefined');
    expect(text).not.toContain('Programme');
  });

  test('shows logos, and does without one that cannot be read', async () => {
    const partner = {
      group: 'Financeurs',
      website: 'https://www.exemple.fr',
      paysFor: 'le déjeuner'
    };
    const logo = Buffer.from(PIXEL, 'base64');
    const shown = await read({ partners: [{ ...partner, name: 'Caisse', logo }] });
    expect(shown.text).toContain('Financeurs');
    expect(shown.text).toContain('prend en charge : le déjeuner');
    expect(shown.outline).toMatch(/\/Alt/);
    const broken = Buffer.from('not an image');
    expect(
      (await read({ partners: [{ ...partner, name: 'Caisse', logo: broken }] })).text
    ).toContain('Caisse');
  });

  test('is the same bytes until the edition changes', async () => {
    const [one, other] = [await composeBooklet(booklet()), await composeBooklet(booklet())];
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
  });
});
