import { describe, expect, test } from 'vitest';
import {
  aDocx,
  anArchive,
  anOpenDocument,
  anXlsx,
  aPdf,
  aPng,
  aPptx
} from '../../../../../../tests/factories/files.ts';
import { readText } from '../text/documents.ts';
import { recognise } from './documents.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const LINES = ['Le circuit d’orientation', 'et ses « portes » & relais'] as const;
const FILES = {
  pdf: aPdf('Le circuit d orientation', 'et ses portes'),
  docx: aDocx(...LINES),
  odt: anOpenDocument('text', ...LINES),
  xlsx: anXlsx(['Commune', 'Habitants'], ['Montvermeil', 1234]),
  ods: anOpenDocument('spreadsheet', ...LINES),
  pptx: aPptx(...LINES),
  odp: anOpenDocument('presentation', ...LINES),
  png: aPng()
} as const;

describe('a file is known by what is in it', () => {
  test.each(Object.entries(FILES))('%s', (format, file) => {
    expect(recognise(file)).toEqual({ ok: true, format });
  });

  test.each([
    ['a page', '<!doctype html><script>alert(1)</script>', 'unknown'],
    ['a drawing that runs scripts', '<svg xmlns="http://www.w3.org/2000/svg"></svg>', 'unknown'],
    ['a program', 'MZ\x90\x00', 'unknown'],
    ['nothing', '', 'empty'],
    ['a former document, or a locked one', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'old'],
    ['a PDF cut short', '%PDF-1.7 coupé', 'damaged'],
    ['an archive cut short', 'PK\x03\x04 coupée', 'damaged']
  ])('%s is refused', (_name, text, reason) => {
    expect(recognise(bytes(text))).toEqual({ ok: false, reason });
  });

  test('an image with something after its end is refused', () => {
    const file = new Uint8Array([...aPng(), ...bytes('<script>')]);
    expect(recognise(file)).toEqual({ ok: false, reason: 'damaged' });
  });

  test('an archive that is no document is refused', () => {
    expect(recognise(anArchive({ 'page.html': '<p>' }))).toEqual({ ok: false, reason: 'unknown' });
  });

  test('macros are refused, whatever the document says it is', () => {
    const types = (kind: string) => `<Types><Override ContentType="${kind}"/></Types>`;
    const files = [
      anArchive({
        '[Content_Types].xml': types('x'),
        'word/document.xml': '',
        'word/vbaProject.bin': 'x'
      }),
      anArchive({
        '[Content_Types].xml': types('application/vnd.ms-word.document.macroEnabled.main+xml'),
        'word/document.xml': ''
      }),
      anArchive({
        mimetype: 'application/vnd.oasis.opendocument.text',
        'content.xml': '',
        'Basic/Standard/Module1.xml': 'x'
      })
    ];
    for (const file of files) expect(recognise(file)).toEqual({ ok: false, reason: 'macros' });
  });

  test('a document that a password locks is refused', () => {
    const file = anArchive({
      mimetype: 'application/vnd.oasis.opendocument.text',
      'META-INF/manifest.xml': '<manifest:encryption-data/>',
      'content.xml': 'x'
    });
    expect(recognise(file)).toEqual({ ok: false, reason: 'locked' });
  });

  test('a small archive that hides a huge one is refused before it is opened', () => {
    const bomb = anArchive({
      '[Content_Types].xml': '<Types/>',
      'word/document.xml': ' '.repeat(160_000_000)
    });
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(recognise(bomb)).toEqual({ ok: false, reason: 'unpacked' });
  }, 60_000);
});

describe('the text of a file', () => {
  test.each(['docx', 'odt', 'odp'] as const)('%s is read line by line', async (format) => {
    expect(await readText(FILES[format], format)).toBe(LINES.join('\n'));
  });

  test('a PDF is read', async () => {
    const text = await readText(FILES.pdf, 'pdf');
    expect(text).toContain('Le circuit d orientation');
    expect(text).toContain('et ses portes');
  });

  test('the cells of a workbook are read, shared or not', async () => {
    expect(await readText(FILES.xlsx, 'xlsx')).toBe('Commune Habitants\nMontvermeil 1234');
    expect(await readText(FILES.ods, 'ods')).toBe(LINES.join(' '));
  });

  test('slides are read in their order, the tenth after the second', async () => {
    const slides = Array.from({ length: 11 }, (_, at) => `page ${at + 1}`);
    expect(await readText(aPptx(...slides), 'pptx')).toBe(slides.join('\n\n'));
  });

  test('an image has none', async () => {
    expect(await readText(FILES.png, 'png')).toBe('');
  });

  test('what a database refuses is left out', async () => {
    expect(await readText(aDocx('avant\u0007après &#0; fin'), 'docx')).toBe('avantaprès &#0; fin');
  });
});
