import { describe, expect, test } from 'vitest';
import { readPdf } from '../../../../../tests/support/pdf.ts';
import { readSignChoice, signsOf, type Sign, type SignKind } from '../../signs.ts';
import { composeSigns, drawSigns } from './documents.ts';

const EDITION = { title: 'Journée d’essai 2027', updatedAt: new Date('2027-03-01T09:00:00Z') };
const KINDS: readonly SignKind[] = ['tables', 'salles', 'intervenants'];
const UNBROKEN = 'Abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz';
const flat = (text: string) => text.replaceAll(/[\s\u200b]+/g, '');

function aSign(traits: Partial<Sign> = {}): Sign {
  return { title: 'Salle des Actes', note: '', lines: [], ...traits };
}

const HARD: readonly Sign[] = [
  aSign({ title: '12', note: 'Table' }),
  aSign({
    title: 'Amphithéâtre Marie-Françoise-Alexandrine de La Rochefoucauld-Montmorency',
    note: 'Médecin gériatre, présidente de la commission médicale d’établissement, DAC des territoires limitrophes',
    lines: Array.from({ length: 14 }, (_, at) => [
      `18/03 ${at + 8} h 30`,
      `Séance ${at} ${'qui a un titre vraiment long '.repeat(4).trim()}`
    ])
  }),
  aSign({ title: UNBROKEN, lines: [['9 h', 'Accueil']] }),
  aSign({ title: 'Œdipe Łukasiewicz-Ñandú', note: 'CPTS Haute-Écluse' }),
  aSign({ title: '#panic("x") *gras* $1/0$', lines: [['10 h', '#import "/x.typ"']] })
];

describe.each(KINDS)('signs, %s', (kind) => {
  test('take one page each whatever they say, and lose no word', async () => {
    const { pages, text } = readPdf(await composeSigns(EDITION, kind, HARD));
    expect(pages).toBe(HARD.length);
    const said = flat(text);
    for (const { title, note, lines } of HARD) {
      expect(said).toContain(flat(title));
      if (kind === 'salles')
        for (const line of lines) for (const words of line) expect(said).toContain(flat(words));
      else expect(said).toContain(flat(note));
    }
    expect(said).toContain(flat(EDITION.title));
  });

  test('are a tagged PDF/UA-1 with a title, a language, and a heading a sign', async () => {
    const { outline } = readPdf(await composeSigns(EDITION, kind, HARD));
    expect(outline).toContain('pdfuaid:part>1<');
    expect(outline).toContain('/StructTreeRoot');
    expect(outline).toMatch(/\/Lang\s*\(fr-FR\)/);
    // What is drawn a second time, upside down, is told once.
    expect(outline.match(/\/S\s*\/H1/g)).toHaveLength(HARD.length);
  });
});

test('table signs are numbered from where they are asked to begin, each twice on its folded page', async () => {
  const choice = readSignChoice(new URLSearchParams('genre=tables&depuis=41&combien=3'));
  const signs = signsOf(choice, { rooms: [], sessions: [], speakers: [] } as never, 'Europe/Paris');
  const { pages, text } = readPdf(await composeSigns(EDITION, 'tables', signs));
  expect(pages).toBe(3);
  for (const number of ['41', '42', '43']) expect(flat(text).split(number)).toHaveLength(3);
});

test('a name written from right to left, or in Cyrillic, has its letters', async () => {
  const signs = ['ليلى بن علي', 'יעל כהן', 'Зоя Пример'].map((title) => aSign({ title }));
  const { text, fonts } = readPdf(await composeSigns(EDITION, 'intervenants', signs));
  for (const word of ['علي', 'כהן', 'Пример'])
    expect([word, [...word].reverse().join('')].some((one) => flat(text).includes(one))).toBe(true);
  expect(fonts.length).toBeGreaterThan(1);
});

test('a picture shows the first sign alone', async () => {
  const picture = new TextDecoder().decode(await drawSigns(EDITION, 'salles', HARD));
  expect(picture).toMatch(/^<svg[^>]* viewBox="0 0 841\.\d+ 595\.\d+"/);
});
