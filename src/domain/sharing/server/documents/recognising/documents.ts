/** Which file this is, by what is in it: neither its name nor what the browser says of it is believed. */
import { strFromU8, unzipSync, type Unzipped } from 'fflate';
import { readImage } from '#domain/events/logo.ts';
import { measureUnpacked } from '#server/archive.ts';
import { formatOf, type FileRefusal, type Format } from '../../../documents/formats.ts';

export type Recognised =
  | { readonly ok: true; readonly format: Format }
  | { readonly ok: false; readonly reason: FileRefusal };

/** Once unpacked: far more than any document one shares. */
const LARGEST_UNPACKED = 150_000_000;
/** Pictures of a long presentation are entries too. */
const MOST_ENTRIES = 5000;

/** Tells which file this is, or why it is not kept. */
export function recognise(bytes: Uint8Array): Recognised {
  if (bytes.length === 0) return refused('empty');
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  if (head.startsWith('%PDF-')) return recognisePdf(bytes);
  if (head.startsWith('PK\u0003\u0004')) return recogniseArchive(bytes);
  if (head.startsWith('\xd0\xcf\x11\xe0')) return refused('old');
  const image = readImage(bytes);
  if (image) return { ok: true, format: formatOf(image.type)! };
  const looksLike =
    head.startsWith('\x89PNG') || head.startsWith('\xff\xd8\xff') || head.startsWith('RIFF');
  return refused(looksLike ? 'damaged' : 'unknown');
}

/** ISO 32000-1, 7.5.5: the end of a PDF is marked within its last kilobyte, whatever a mail program added. */
function recognisePdf(bytes: Uint8Array): Recognised {
  const tail = Buffer.from(bytes.subarray(-2048)).toString('latin1');
  return tail.includes('%%EOF') ? { ok: true, format: 'pdf' } : refused('damaged');
}

function recogniseArchive(bytes: Uint8Array): Recognised {
  const most = { bytes: LARGEST_UNPACKED, entries: MOST_ENTRIES };
  const unpacked = measureUnpacked(Buffer.from(bytes), most);
  if (unpacked !== 'fits') return refused(unpacked === 'too-large' ? 'unpacked' : 'damaged');
  const names: string[] = [];
  const wanted = /^(mimetype|\[Content_Types\]\.xml|META-INF\/manifest\.xml)$/;
  const parts = unzipSync(bytes, {
    filter: ({ name }) => {
      names.push(name);
      return wanted.test(name);
    }
  });
  if (names.some(holdsMacros)) return refused('macros');
  return parts['mimetype'] ? recogniseOdf(parts) : recogniseOoxml(parts, names);
}

/** Of Office, and the libraries of LibreOffice (their two lists alone are empty shells). */
function holdsMacros(name: string): boolean {
  if (/(^|\/)vbaProject\.bin$/i.test(name)) return true;
  return /^(Basic|Scripts)\/.+\/.+/.test(name) && !/\/script-l[bc]\.xml$/.test(name);
}

/** OpenDocument 1.3, part 2, 3.3: the archive says what it is in its first entry. */
function recogniseOdf(parts: Unzipped): Recognised {
  const format = formatOf(strFromU8(parts['mimetype']!).trim());
  if (!format) return refused('unknown');
  const manifest = parts['META-INF/manifest.xml'];
  if (manifest && strFromU8(manifest).includes('encryption-data')) return refused('locked');
  return { ok: true, format };
}

const MAIN_PARTS = {
  'word/document.xml': 'docx',
  'xl/workbook.xml': 'xlsx',
  'ppt/presentation.xml': 'pptx'
} as const;

/** ECMA-376, part 2: what is in the archive is told by its list of content types. */
function recogniseOoxml(parts: Unzipped, names: readonly string[]): Recognised {
  const list = parts['[Content_Types].xml'];
  if (!list) return refused('unknown');
  const types = strFromU8(list);
  if (/macroEnabled/i.test(types)) return refused('macros');
  const main = names.find((name): name is keyof typeof MAIN_PARTS => name in MAIN_PARTS);
  return main ? { ok: true, format: MAIN_PARTS[main] } : refused('unknown');
}

function refused(reason: FileRefusal): Recognised {
  return { ok: false, reason };
}
