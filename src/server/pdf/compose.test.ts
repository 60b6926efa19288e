import { describe, expect, test } from 'vitest';
import { readPdf } from '../../../tests/support/pdf.ts';
import { composePdf, composePicture, PdfFailure } from './compose.ts';

const SOURCE = `#import "/ground.typ": *
#let data = json(bytes(sys.inputs.data))
#show: document-style.with(title: data.title, at-foot: data.title)
= #data.title
#mesh()
#prose(data.text)
`;
const AT = new Date('2027-03-01T09:00:00Z');
const compose = (title: string, text = 'Un texte.') =>
  composePdf({ source: SOURCE, data: { title, text }, at: AT });
const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

describe('a document', () => {
  test('is tagged, says that it is PDF/UA-1, and bears its title and its language', async () => {
    const { outline, pages } = readPdf(await compose('Journée d’essai'));
    expect(pages).toBe(1);
    expect(outline).toContain('/StructTreeRoot');
    expect(outline).toMatch(/\/MarkInfo\s*<<\s*\/Marked true/);
    expect(outline).toContain('pdfuaid:part>1<');
    expect(outline).toMatch(/\/Lang\s*\(fr-FR\)/);
    expect(outline).toMatch(/\/DisplayDocTitle true/);
    expect(outline).toMatch(/\/S\s*\/H1/);
  });

  test('is the same bytes for the same words and date', async () => {
    const [one, other] = await Promise.all([compose('Journée'), compose('Journée')]);
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
  });

  test('uses our fonts and those that Typst holds, never one of the machine', async () => {
    const { fonts, text } = readPdf(await compose('Rencontre', 'Œuvre, Ελλάδα, Иван, ليلى, ✓'));
    expect(fonts.toSorted()).toEqual([
      'AtkinsonHyperlegibleNext-Regular',
      'BricolageGrotesque-Bold',
      'DejaVuSansMono',
      'LibertinusSerif-Regular',
      'Rubik-Regular'
    ]);
    expect(text).toContain('Ελλάδα');
  });

  test('shows a letter that no font has as a box, rather than not at all', async () => {
    const { text } = readPdf(await compose('Accueil 日本 😀', 'Bel\u0007le «\u00a0journée\u00a0»'));
    expect(flat(text)).toContain('Accueil □□');
    expect(flat(text)).toContain('Belle');
  });
});

test('what people write is text and never code', async () => {
  const code =
    '#panic("x") #read("/ground.typ") $1/0$ *gras* @ref <fin> // non \\ ` ` = Titre #{ while true {} }';
  const { text, pages } = readPdf(await compose(code, code));
  expect(pages).toBe(1);
  // In the title, the text and the foot of the page.
  for (const word of ['#panic("x")', '#read("/ground.typ")', '$1/0$', '*gras*', '@ref', '= Titre'])
    expect(flat(text).split(word)).toHaveLength(4);
});

describe('what cannot be set is told in French', () => {
  test('a source that fails', async () => {
    const failure = await composePdf({ source: '#panic("raison")', data: {}, at: AT }).catch(
      (error: unknown) => error
    );
    expect(failure).toBeInstanceOf(PdfFailure);
    expect((failure as PdfFailure).message).toContain('n’a pas pu être composé');
    expect((failure as PdfFailure).detail).toContain('raison');
  });

  test('one that reads the disk, or that takes too long; those that follow are set all the same', async () => {
    await expect(composePdf({ source: '#read("/etc/passwd")', data: {}, at: AT })).rejects.toThrow(
      PdfFailure
    );
    const endless = '#for i in range(2000) { for j in range(2000) { let x = i * j } }';
    await expect(
      composePdf({ source: endless, data: {}, at: AT }, { timeoutMs: 50 })
    ).rejects.toThrow('trop long');
    expect(readPdf(await compose('Ensuite')).pages).toBe(1);
  });
});

test('a picture of it is drawn without a script, its letters as shapes', async () => {
  const data = { title: 'Journée', text: 'Un texte.' };
  const picture = new TextDecoder().decode(await composePicture({ source: SOURCE, data, at: AT }));
  expect(picture).toMatch(/^<svg[^>]* viewBox="0 0 595\.\d+ 841\.\d+"/);
  expect(picture).not.toMatch(/<script|<text|href="http/);
});

test('many at once are all set', async () => {
  const titles = Array.from({ length: 12 }, (_, index) => `Document ${index}`);
  const all = await Promise.all(titles.map((title) => compose(title)));
  expect(all.map((bytes) => flat(readPdf(bytes).text).includes('Document'))).not.toContain(false);
});
