/** What can be read in a file, for the search and for who cannot open it. */
import { strFromU8, unzipSync, type Unzipped } from 'fflate';
import type { Format } from '../../../documents/formats.ts';
import {
  ODF_RULES,
  ODS_RULES,
  sharedStrings,
  SLIDE_RULES,
  textOfMarkup,
  textOfSheet,
  tidied,
  WORD_RULES,
  type MarkupRules
} from '../../../documents/markup.ts';

const MOST_PAGES = 1500;

/** @returns '' when it has no text. @throws when it is locked or damaged. */
export async function readText(bytes: Uint8Array, format: Format): Promise<string> {
  return tidied(await READERS[format](bytes));
}

const noText = () => '';

const READERS: Readonly<Record<Format, (bytes: Uint8Array) => string | Promise<string>>> = {
  pdf: readPdf,
  docx: (bytes) =>
    readParts(bytes, /^word\/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$/, WORD_RULES),
  pptx: (bytes) => readParts(bytes, /^ppt\/(slides|notesSlides)\/[a-zA-Z]+\d+\.xml$/, SLIDE_RULES),
  xlsx: readWorkbook,
  odt: (bytes) => readParts(bytes, /^content\.xml$/, ODF_RULES),
  odp: (bytes) => readParts(bytes, /^content\.xml$/, ODF_RULES),
  ods: (bytes) => readParts(bytes, /^content\.xml$/, ODS_RULES),
  ...{ png: noText, jpeg: noText, webp: noText }
};

/** « slide2 » comes before « slide10 ». */
const inOrder = new Intl.Collator('fr', { numeric: true });

function unpack(bytes: Uint8Array, wanted: RegExp): Unzipped {
  return unzipSync(bytes, { filter: ({ name }) => wanted.test(name) });
}

function readParts(bytes: Uint8Array, wanted: RegExp, rules: MarkupRules): string {
  return Object.entries(unpack(bytes, wanted))
    .toSorted(([one], [other]) => inOrder.compare(one, other))
    .map(([, part]) => textOfMarkup(strFromU8(part), rules))
    .join('\n');
}

function readWorkbook(bytes: Uint8Array): string {
  const parts = unpack(bytes, /^xl\/(sharedStrings|worksheets\/sheet\d+)\.xml$/);
  const { 'xl/sharedStrings.xml': strings, ...sheets } = parts;
  const shared = strings ? sharedStrings(strFromU8(strings)) : [];
  return Object.entries(sheets)
    .toSorted(([one], [other]) => inOrder.compare(one, other))
    .map(([, part]) => textOfSheet(strFromU8(part), shared))
    .join('\n\n');
}

async function readPdf(bytes: Uint8Array): Promise<string> {
  const { getDocumentProxy } = await import('unpdf');
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  const pages: string[] = [];
  for (let number = 1; number <= Math.min(pdf.numPages, MOST_PAGES); number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    pages.push(
      items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')
    );
    page.cleanup();
  }
  await pdf.loadingTask.destroy();
  return pages.join('\n\n');
}
