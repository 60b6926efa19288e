/** Documents that are archives: DOCX (Word), ODT (LibreOffice). Their tables keep their cells. */
import { XMLParser } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { measureUnpacked } from '#server/archive.ts';

/** The file cannot be read. The message is for the person who chose it. */
export class UnreadableDocument extends Error {}

/** Once unpacked: far more than any document of text. */
const LARGEST_UNPACKED = 120_000_000;
/** Pictures of a long document are entries too. */
const MOST_ENTRIES = 5000;

/** The files of an archive that are asked for; what it truly unpacks to is counted first, whoever opens it afterwards. */
function unpack(bytes: Uint8Array, wanted: RegExp): Record<string, Uint8Array> {
  const most = { bytes: LARGEST_UNPACKED, entries: MOST_ENTRIES };
  const unpacked = measureUnpacked(Buffer.from(bytes), most);
  if (unpacked === 'too-large')
    throw new UnreadableDocument('Ce document est démesuré une fois déplié : il n’a pas été lu.');
  if (unpacked === 'broken')
    throw new UnreadableDocument('Ce document est abîmé : il n’a pas été lu.');
  return unzipSync(bytes, { filter: ({ name }) => wanted.test(name) });
}

/** Above and below each page: words too. */
const MARGINS = /^word\/(?:header|footer)\d*\.xml$/;

export async function readDocx(bytes: Uint8Array): Promise<string> {
  const parts = unpack(bytes, /^word\/(?:document|header\d*|footer\d*)\.xml$/);
  if (!parts['word/document.xml'])
    throw new UnreadableDocument(
      'Ce fichier n’est pas un document de texte : choisissez un DOCX, un ODT, un PDF ou un texte.'
    );
  const { default: mammoth } = await import('mammoth');
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes) },
    {
      convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
      ignoreEmptyParagraphs: false
    }
  );
  const margins = Object.entries(parts)
    .filter(([name]) => MARGINS.test(name))
    .map(([, xml]) => marginText(strFromU8(xml)));
  return [...new Set(margins), textOfHtml(value)].filter((text) => text.trim() !== '').join('\n\n');
}

function marginText(xml: string): string {
  return xml
    .split('</w:p>')
    .map((paragraph) =>
      decoded(
        [...paragraph.matchAll(/<w:t(?:\s[^<>]{0,100})?>([^<]*)<\/w:t>|<w:tab\/>/gu)]
          .map(([, text]) => text ?? '\t')
          .join('')
      )
    )
    .filter((text) => text.trim() !== '')
    .join('\n');
}

/** Longest cell that is a label: its lines are one. */
const LONGEST_LABEL = 90;

/** HTML as mammoth writes it, as lines and tabs. */
function textOfHtml(html: string): string {
  const cells = html.replace(/<tr>([\s\S]*?)<\/tr>/gu, (_row, inner: string) => {
    const texts = inner
      .split(/<\/t[dh]>/u)
      .slice(0, -1)
      .map(lines);
    return `\n${texts.map((text, at) => cellText(text, at === texts.length - 1)).join('\t')}\n`;
  });
  return decoded(lines(cells));
}

function cellText(text: string, isLast: boolean): string {
  return isLast || text.length > LONGEST_LABEL
    ? text.trim()
    : text.trim().replace(/\s*\n\s*/gu, ' ');
}

function lines(html: string): string {
  return html
    .replace(/<li>/gu, '\n• ')
    .replace(/<br\s?\/?>|<\/(?:p|li|h\d|ul|ol|table|dl|dt|dd)>/gu, '\n')
    .replace(
      /<a\s[^<>]{0,60}href="(https?:[^"<>]{0,500})"[^<>]{0,60}>([^<>]{0,500})<\/a>/gu,
      (_all, href: string, label: string) => (label.includes(href) ? label : `${label} (${href})`)
    )
    .replace(/<[^<>]{0,600}>/gu, '');
}

function decoded(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

type Node = Readonly<Record<string, unknown>>;

export function readOdt(bytes: Uint8Array): string {
  const { 'content.xml': content } = unpack(bytes, /^content\.xml$/);
  if (!content) throw new UnreadableDocument('Ce document ODT est vide ou abîmé.');
  const parser = new XMLParser({
    ...{ preserveOrder: true, trimValues: false, ignoreAttributes: false },
    ...{ parseTagValue: false, processEntities: true }
  });
  return odtText(parser.parse(strFromU8(content)) as Node[])
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}

/** What each element of an ODT adds around its text. */
function odtText(nodes: readonly Node[]): string {
  return nodes
    .map((node) => {
      const name = Object.keys(node).find((key) => key !== ':@') ?? '';
      if (name === '#text') return String(node[name]);
      const children = node[name];
      return Array.isArray(children) ? wrapped(name, children as Node[]) : '';
    })
    .join('');
}

const LEFT_OUT = new Set([
  'office:annotation',
  'text:tracked-changes',
  'office:font-face-decls',
  'office:automatic-styles'
]);

function wrapped(name: string, children: readonly Node[]): string {
  if (LEFT_OUT.has(name)) return '';
  if (name === 'text:tab') return '\t';
  if (name === 'text:s') return ' ';
  if (name === 'text:line-break') return '\n';
  if (name === 'table:table-row') return `${odtRow(children)}\n`;
  const text = odtText(children);
  if (name === 'text:list-item') return `• ${text.trimStart()}`;
  return name === 'text:p' || name === 'text:h' ? `${text}\n` : text;
}

function odtRow(cells: readonly Node[]): string {
  const texts = cells.flatMap((cell) =>
    Array.isArray(cell['table:table-cell']) ? [odtText(cell['table:table-cell'] as Node[])] : []
  );
  return texts.map((text, at) => cellText(text, at === texts.length - 1)).join('\t');
}
