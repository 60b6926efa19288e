import { writeFileSync } from 'node:fs';
import mammoth from 'mammoth';
import { expect, test, vi } from 'vitest';
import {
  aPrintedIndicator,
  aPrintedPlan,
  aPrintedSheet
} from '../../../../../tests/factories/plan-papers.ts';
import { readPdf } from '../../../../../tests/support/pdf.ts';
import { composeBooklet, composeSheet } from './documents.ts';
import { writePlanDocx, writeSheetDocx } from './word/documents.ts';

// Setting a very long document takes seconds on a machine that does other things.
vi.setConfig({ testTimeout: 60_000 });
const NOW = new Date('2027-03-12T10:00:00Z');
const LONG = 'Les relais se perdent au moment des sorties d’hospitalisation. '.repeat(60).trim();
const flat = (text: string) => text.replaceAll(/[\s\u200b]+/g, '');
const keep = (name: string, bytes: Uint8Array) => {
  if (process.env.KEEP_PDF) writeFileSync(`${process.env.KEEP_PDF}/${name}`, bytes);
};

test('a filled sheet is a tagged PDF/UA-1 that says everything it says', async () => {
  const bytes = await composeSheet(aPrintedPlan(), aPrintedSheet(), [aPrintedIndicator()]);
  keep('fiche.pdf', bytes);
  const { pages, text, outline } = readPdf(bytes);
  expect(pages).toBeLessThanOrEqual(2);
  for (const said of [
    ...['Fiche', '28', 'Action 3.3.3', 'Axe 3', 'Objectif 3.3', 'Élevée', 'Blois', 'Coordination'],
    ...['Les acteurs se connaissent mal.', 'Se coordonner', 'DADOPS', 'CDOM, ARS', 'PTS'],
    ...['Choisir le lieu', 'Faite le 28/01/2026', 'Département', '17 000 €', 'tout le plan'],
    ...['Valeur de départ : 80 (2024)', '112', 'Bilan 2025', 'Version 4 du 20 novembre 2026']
  ])
    expect(flat(text)).toContain(flat(said));
  expect(outline).toContain('pdfuaid:part>1<');
  expect(outline).toMatch(/\/Lang\s*\(fr-FR\)/);
  for (const tag of ['H1', 'H2', 'TH', 'L'])
    expect(outline).toMatch(new RegExp(`/S\\s*/${tag}\\b`));
});

test('an empty sheet, a very long one and one that looks like code are set', async () => {
  const empty = aPrintedSheet({
    ...{ texts: {}, pilots: [], partners: [], resources: [], steps: [], funding: [], links: [] },
    ...{ axis: null, objective: null, code: '', priority: null, themeNames: [], where: '' }
  });
  expect(readPdf(await composeSheet(aPrintedPlan(), empty, [])).pages).toBe(1);
  const long = aPrintedSheet({
    ...{ number: '28 bis', title: `${'Ouvrir la journée '.repeat(16)}x` },
    texts: { diagnostic: [LONG, LONG], actions: Array(20).fill(LONG), stakes: ['a'.repeat(300)] }
  });
  const { pages, text } = readPdf(await composeSheet(aPrintedPlan(), long, []));
  expect(pages).toBeGreaterThan(4);
  expect(text.split('hospitalisation').length - 1).toBe(22 * 60);
  const code = aPrintedSheet({ texts: { diagnostic: ['#panic("x") *gras* $1/0$ <a> @b'] } });
  const set = readPdf(await composeSheet(aPrintedPlan(), code, [])).text;
  expect(flat(set)).toContain(flat('#panic("x") *gras* $1/0$ <a> @b'));
});

test('a booklet has a cover, a summary and each sheet once; a plan without sheets too', async () => {
  const sheets = Array.from({ length: 12 }, (_, at) =>
    aPrintedSheet({ number: String(at + 1), slug: String(at + 1), title: `Titre numéro ${at + 1}` })
  );
  const bytes = await composeBooklet(aPrintedPlan(), sheets, [aPrintedIndicator()], NOW);
  keep('livret.pdf', bytes);
  const { pages, text, outline } = readPdf(bytes);
  expect(pages).toBeGreaterThan(13);
  expect(flat(text)).toContain(flat('12 fiches action · 1 axe'));
  // In the summary, in the table of its axis, over its sheet.
  expect(flat(text).split(flat('Titre numéro 12')).length - 1).toBe(3);
  expect(outline).toContain('pdfuaid:part>1<');
  expect(readPdf(await composeBooklet(aPrintedPlan(), [], [], NOW)).pages).toBe(2);
});

test('a DOCX read back says, word for word, what the sheet says', async () => {
  const sheet = aPrintedSheet({
    texts: {
      diagnostic: ['Un <signe> & « des » guillemets\u0007.'],
      stakes: ['Un\nen deux lignes', LONG]
    }
  });
  const bytes = await writeSheetDocx(aPrintedPlan(), sheet, [aPrintedIndicator()]);
  keep('fiche.docx', bytes);
  const { value, messages } = await mammoth.extractRawText({ buffer: bytes });
  expect(messages).toEqual([]);
  for (const said of [
    ...['Fiche 28 · Action 3.3.3', 'CLS 2026-2030', 'Axe 3 : Conditions d’exercice', sheet.title],
    ...['Un <signe> & « des » guillemets.', 'Un', 'en deux lignes', LONG, 'CDOM, ARS', 'PTS'],
    ...['Axe 3 : Formation – Action 2.1 : Protocoles', 'Choisir le lieu', 'Faite le 28/01/2026'],
    ...['Département', '12 000 €', 'Total', '17 000 €', 'Participants', '112', 'Bilan 2025']
  ])
    expect(flat(value)).toContain(flat(said));
  const { value: html } = await mammoth.convertToHtml({ buffer: bytes });
  expect(html).toMatch(/<h1>.*Ouvrir la journée/);
  expect(html).toMatch(/<h2>Diagnostic<\/h2>/);
});

test('a plan as a DOCX links its summary to its sheets', async () => {
  const bytes = await writePlanDocx(
    aPrintedPlan(),
    [aPrintedSheet(), aPrintedSheet({ number: '29', slug: '29', title: 'Une autre', axis: null })],
    [],
    NOW
  );
  const { value: html } = await mammoth.convertToHtml({ buffer: bytes });
  expect(html).toContain('href="#fiche-29"');
  expect(html).toContain('id="fiche-29"');
  expect(html).toMatch(/<h2>.*Une autre<\/h2>/);
  expect(html).toMatch(/<h3>Diagnostic<\/h3>/);
});
