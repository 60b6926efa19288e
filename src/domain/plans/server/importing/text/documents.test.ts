import { Document, Header, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { composePdf } from '#server/pdf/compose.ts';
import { OWN_FICHE } from '../../../importing/own-fiche.fixture.ts';
import { readSheet } from '../../../importing/reading.ts';
import { cleanSource } from '../../../importing/source.ts';
import { lostWords } from '../../../importing/understood.ts';
import { readFileText } from './documents.ts';

const nothing = { structures: new Map(), plans: new Map([['pts', 'PTS']]), headings: [] };
const plain = OWN_FICHE.replaceAll(/<\/?u>/g, '');
const rows = plain.split('\n').filter((line) => line.includes('\t'));
const heads = plain.split('\n').filter((line) => !line.includes('\t') && line !== '');
const cells = rows.map((row) => row.split('\t') as [string, string]);

async function understand(bytes: Uint8Array) {
  const read = await readFileText(bytes);
  if (!read.ok) throw new Error(read.message);
  return { text: read.text, sheet: readSheet(read.text, nothing) };
}

async function aDocx(): Promise<Uint8Array> {
  const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] });
  const document = new Document({
    sections: [
      {
        headers: { default: new Header({ children: [new Paragraph('Schéma de Loir-et-Cher')] }) },
        children: [
          ...heads.map((line) => new Paragraph({ children: [new TextRun(line)] })),
          new Table({
            rows: cells.map(
              ([label, text]) => new TableRow({ children: [cell(label), cell(text)] })
            )
          }),
          new Paragraph({ text: 'Un dernier mot', bullet: { level: 0 } })
        ]
      }
    ]
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

function anOdt(): Uint8Array {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll("'", '&apos;');
  const p = (text: string) => `<text:p>${escaped(text)}</text:p>`;
  const table = cells
    .map(
      ([label, text]) =>
        `<table:table-row><table:table-cell>${p(label)}</table:table-cell><table:table-cell>${p(text)}</table:table-cell></table:table-row>`
    )
    .join('');
  const content = `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body><office:text>${heads.map(p).join('')}<table:table>${table}</table:table><text:list><text:list-item>${p('Un dernier mot')}</text:list-item></text:list></office:text></office:body></office:document-content>`;
  return zipSync({
    mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }],
    'content.xml': strToU8(content)
  });
}

const PDF_SOURCE = `#import "/ground.typ": *
#let data = json(bytes(sys.inputs.data))
#set document(title: "Fiche")
#for line in data.heads { par(line) }
#table(columns: (30%, 70%), ..data.cells.flatten())
#par[Un dernier mot]`;

const aPdf = () =>
  composePdf({ source: PDF_SOURCE, data: { heads, cells }, at: new Date('2026-11-22T12:00:00Z') });

describe.each([
  ['a DOCX', aDocx],
  ['an ODT', () => Promise.resolve(anOdt())],
  ['a PDF', aPdf],
  ['a text of old Windows', () => Promise.resolve(new Uint8Array(Buffer.from(plain, 'latin1')))],
  [
    'a text of Windows in UTF-16',
    () => Promise.resolve(new Uint8Array(Buffer.from(`\ufeff${plain}`, 'utf16le')))
  ]
])('%s', { timeout: 30_000 }, (name, make) => {
  test('is read with its table, without losing a word, and understood as the text is', async () => {
    const { text, sheet } = await understand(await make());
    expect(lostWords(cleanSource(text), sheet)).toEqual([]);
    const latin = name.includes('old');
    const expected = readSheet(plain, nothing);
    expect(
      lostWords(cleanSource(plain).replaceAll(/œ|’/g, latin ? '' : '$&'), sheet),
      text
    ).toEqual([]);
    expect(sheet).toMatchObject({
      number: '28',
      code: '3.3.3',
      axis: expected.axis,
      objective: expected.objective
    });
    expect(sheet.title).toBe(expected.title);
    const { indicators: _last, ...texts } = expected.texts;
    expect(sheet.texts).toMatchObject(texts);
    expect(sheet.partners).toEqual(expected.partners);
    expect(sheet.resources).toEqual(expected.resources);
  });
});

test('a document whose headings are in its margins loses none of their words', async () => {
  const { text } = await understand(await aDocx());
  expect(text).toContain('Schéma de Loir-et-Cher');
});

describe('a file that is not what is asked is refused with what to do', () => {
  const of = async (bytes: Uint8Array) => {
    const read = await readFileText(bytes);
    return read.ok ? `lu : ${read.text}` : read.message;
  };

  test('a PDF that is only pictures', async () => {
    const picture =
      '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="20"/></svg>';
    const bytes = await composePdf({
      source:
        '#import "/ground.typ": *\n#set document(title: "Image")\n#image("/scan.svg", alt: "Une numérisation")',
      data: {},
      files: { '/scan.svg': new Uint8Array(Buffer.from(picture)) },
      at: new Date('2026-11-22T12:00:00Z')
    });
    expect(await of(bytes)).toMatch(/que des images/);
  });

  test.each([
    ['nothing at all', new Uint8Array(), /vide/],
    ['an old document', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0]), /\.docx/],
    ['rich text', Buffer.from('{\\rtf1 Fiche 28}'), /\.docx/],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 0]), /image/],
    ['bytes', new Uint8Array([1, 2, 0, 3, 0, 5, 9, 0, 0]), /pas un texte/],
    ['a workbook', zipSync({ 'xl/workbook.xml': strToU8('<x/>') }), /pas un document de texte/],
    ['a broken archive', new Uint8Array([0x50, 0x4b, 3, 4, 9, 9, 9, 9, 9]), /abîmé/],
    ['a broken PDF', Buffer.from('%PDF-1.7 nothing'), /abîmé/],
    ['spaces', Buffer.from('  \n\t '), /aucun texte/],
    ['words read in a wrong encoding', Buffer.from('Ã©chÃ©ancier'), /accents/]
  ])('%s', async (_name, bytes, message) => {
    expect(await of(new Uint8Array(bytes))).toMatch(message);
  });

  test('a file too big, and an archive that would unpack to more than any document', async () => {
    expect(await of(new Uint8Array(20_000_001))).toMatch(/20 Mo/);
    const bomb = zipSync({ 'word/document.xml': new Uint8Array(130_000_000) }, { level: 9 });
    expect(bomb.length).toBeLessThan(2_000_000);
    expect(await of(bomb)).toMatch(/démesuré/);
  }, 30_000);
});
