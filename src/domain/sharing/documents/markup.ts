/** The words of an XML part of an office file, in one pass over it, whatever its size. */

export interface MarkupRules {
  /** Elements whose own text is read. */
  readonly words: ReadonlySet<string>;
  /** Elements whose end ends a line. */
  readonly lines: ReadonlySet<string>;
  /** Elements whose end parts two cells. */
  readonly cells: ReadonlySet<string>;
}

const rules = (words: string[], lines: string[], cells: string[]): MarkupRules => ({
  words: new Set(words),
  lines: new Set(lines),
  cells: new Set(cells)
});

export const WORD_RULES = rules(['w:t'], ['w:p', 'w:br', 'w:cr'], ['w:tab']);
export const SLIDE_RULES = rules(['a:t'], ['a:p', 'a:br'], []);
export const ODF_RULES = rules(
  ['text:p', 'text:h'],
  ['text:p', 'text:h', 'text:line-break'],
  ['text:tab', 'text:s']
);
export const ODS_RULES = rules(['text:p'], ['table:table-row'], ['table:table-cell', 'text:s']);

/** The text that an XML part shows. */
export function textOfMarkup(xml: string, { words, lines, cells }: MarkupRules): string {
  const out: string[] = [];
  let inside = 0;
  let at = 0;
  while (at < xml.length) {
    const open = xml.indexOf('<', at);
    if (inside > 0) out.push(decoded(xml.slice(at, open < 0 ? xml.length : open)));
    if (open < 0) break;
    const isComment = xml.startsWith('<!--', open);
    const close = isComment ? xml.indexOf('-->', open) : xml.indexOf('>', open);
    if (close < 0) break;
    at = close + (isComment ? 3 : 1);
    if (isComment) continue;
    const { name, isEnd, isEmpty } = tagOf(
      xml.slice(open + 1, Math.min(close, open + 200)),
      xml[close - 1]
    );
    if (words.has(name) && !isEmpty) inside += isEnd ? -1 : 1;
    if (!isEnd && !isEmpty) continue;
    if (lines.has(name)) out.push('\n');
    else if (cells.has(name)) out.push('\t');
  }
  return out.join('');
}

function tagOf(inner: string, last: string | undefined) {
  const [, slash = '', name = ''] = /^(\/?)([\w:.-]+)/.exec(inner) ?? [];
  return { name, isEnd: slash === '/', isEmpty: last === '/' };
}

const NAMED: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'"
};

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{2,4});/gi, (whole, code: string) => {
    if (!code.startsWith('#')) return NAMED[code] ?? whole;
    const point = /^#x/i.test(code) ? parseInt(code.slice(2), 16) : Number(code.slice(1));
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** The cells of a sheet of XLSX: rows are lines, cells are parted by tabs. @param shared - the strings they point to. */
export function textOfSheet(xml: string, shared: readonly string[]): string {
  return xml
    .split('</row>')
    .map((row) =>
      row
        .split('</c>')
        .map((cell) => cellText(cell, shared))
        .filter((text) => text !== '')
        .join('\t')
    )
    .filter((line) => line !== '')
    .join('\n');
}

function cellText(cell: string, shared: readonly string[]): string {
  const at = cell.lastIndexOf('<c ');
  if (at < 0) return '';
  const inner = cell.slice(at);
  const [, type = ''] = /^<c [^>]{0,200}?\bt="(\w+)"/.exec(inner) ?? [];
  if (type === 'inlineStr') return textOfMarkup(inner, SHARED_RULES).trim();
  const [, value = ''] = /<v(?:\s[^>]{0,100})?>([^<]*)<\/v>/.exec(inner) ?? [];
  return type === 's' ? (shared[Number(value)] ?? '') : decoded(value);
}

const SHARED_RULES = rules(['t'], [], []);

/** The strings that the cells of a workbook share, in their order. */
export function sharedStrings(xml: string): string[] {
  return xml
    .split('</si>')
    .slice(0, -1)
    .map((one) => textOfMarkup(one.slice(one.lastIndexOf('<si>')), SHARED_RULES));
}

/** More is of no use to a search. In characters. */
const LONGEST = 1_000_000;

/** Text as it is kept: no blank runs, nothing that the database refuses. */
export function tidied(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, LONGEST);
}
