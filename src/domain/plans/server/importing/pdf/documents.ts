/** The text of a PDF, line by line, as it was set: cells of a row are parted by tabs, and wrapped lines go on. */
import { readMark } from '../../../importing/marks.ts';
import { readLabel } from '../../../importing/sections.ts';
import { UnreadableDocument } from '../archive/documents.ts';

const MOST_PAGES = 1500;
/** Fewer letters than this on all its pages: they are pictures. */
const FEWEST_LETTERS = 20;

interface Piece {
  readonly str: string;
  readonly hasEOL: boolean;
  readonly width: number;
  readonly height: number;
  readonly transform: readonly number[];
}

/** A line as it is drawn: from where to where, how high, how large its letters. */
interface Line {
  text: string;
  readonly left: number;
  right: number;
  readonly y: number;
  readonly size: number;
  /** It begins a cell to the right of the one before it. */
  readonly isCell: boolean;
}

export async function readPdf(bytes: Uint8Array): Promise<string> {
  const { getDocumentProxy } = await import('unpdf');
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  if (pdf.numPages > MOST_PAGES)
    throw new UnreadableDocument(`Ce PDF compte ${pdf.numPages} pages : coupez-le en plusieurs.`);
  const pages: string[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    pages.push(textOfPage(items as readonly Piece[]));
    page.cleanup();
  }
  await pdf.loadingTask.destroy();
  const text = pages.join('\f');
  if ((text.match(/\p{L}/gu)?.length ?? 0) < FEWEST_LETTERS)
    throw new UnreadableDocument(
      'Ce PDF ne contient que des images, sans doute une numérisation : Maillage n’en lit pas le texte. Collez le texte, ou choisissez le document d’origine.'
    );
  return text;
}

function textOfPage(items: readonly Piece[]): string {
  const drawn = linesOf(
    items.filter((item) => Array.isArray(item.transform) && item.str.trim() !== '')
  );
  const layout = { edges: rightEdges(drawn), pitch: pitchOf(drawn) };
  return drawn.reduce(
    (text, line, at) => text + before(drawn[at - 1], line, layout) + line.text,
    ''
  );
}

/** Pieces in the order they were drawn, put together into lines; a gap within a line is a tab, as between cells. */
function linesOf(pieces: readonly Piece[]): Line[] {
  const found: Line[] = [];
  for (const { str, width, transform } of pieces) {
    const [a = 0, b = 0, , , x = 0, y = 0] = transform;
    const size = Math.hypot(a, b) || 10;
    const line = found.at(-1);
    const gap = line ? x - line.right : 0;
    if (line && Math.abs(line.y - y) < size * 0.4 && gap > -size && gap < size * 1.5) {
      line.text +=
        (gap > size * 0.12 && !/\s$/u.test(line.text) && !/^\s/u.test(str) ? ' ' : '') + str;
      line.right = x + width;
    } else {
      const isCell = line !== undefined && x > line.right + size * 0.5 && y > line.y - size * 0.4;
      found.push({ text: str, left: x, right: x + width, y, size, isCell });
    }
  }
  return found;
}

/** How far the lines go that begin at the same place: the width of their column. */
function rightEdges(lines: readonly Line[]): Map<number, number> {
  const edges = new Map<number, number>();
  for (const { left, right } of lines) {
    const at = Math.round(left / 4);
    edges.set(at, Math.max(edges.get(at) ?? 0, right));
  }
  return edges;
}

interface Layout {
  readonly edges: ReadonlyMap<number, number>;
  readonly pitch: number;
}

/** How far apart the lines of a paragraph are, in heights of letters: the least that is common. */
function pitchOf(lines: readonly Line[]): number {
  const drops = lines
    .slice(1)
    .map((line, at) => (lines[at]!.y - line.y) / line.size)
    .filter((drop) => drop > 0.8 && drop < 3)
    .sort((one, other) => one - other);
  return drops[Math.floor(drops.length / 10)] ?? 1.2;
}

/** What parts two lines: a tab between cells, a space where a paragraph goes on, else a line end. */
function before(last: Line | undefined, line: Line, { edges, pitch }: Layout): string {
  if (!last) return '';
  if (line.isCell) return '\t';
  const drop = (last.y - line.y) / line.size;
  if (drop > Math.max(2.2, pitch * 1.8)) return '\n\n';
  const [word = ''] = line.text.trim().split(/\s/u);
  const room = (edges.get(Math.round(last.left / 4)) ?? last.right) - last.right;
  const isFull = room < (word.length + 1) * line.size * 0.45;
  const isSameColumn = Math.abs(last.left - line.left) < line.size;
  const isNext = drop > 0 && drop < pitch * 1.25 && !/^[•▪–-]/u.test(word);
  const beginsSomething = readMark(line.text) ?? readLabel(line.text, []);
  return isSameColumn && isFull && isNext && !beginsSomething ? ' ' : '\n';
}
