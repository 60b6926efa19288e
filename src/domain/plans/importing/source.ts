/** A text as it is given, made even: no tag, no invisible sign, cells told by tabs, one kind of line end and of bullet. */

const BREAKS = /<\/?(?:p|div|br|li|ul|ol|tr|table|tbody|thead|h[1-6])(?:\s[^<>]{0,300})?\/?>/giu;
const ITEMS = /<li(?:\s[^<>]{0,300})?>/giu;
const CELLS = /<\/(?:td|th)>\s{0,9}/giu;
const TAGS =
  /<\/?(?:u|b|i|em|strong|span|td|th|sup|sub|font|small|mark|html|body)(?:\s[^<>]{0,300})?>/giu;
const LINKS = /<a\s[^<>]{0,300}?href="([^"<>]{0,300})"[^<>]{0,300}>([^<>]{0,300})<\/a>/giu;
const BULLETS =
  /[\u2022\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u25a1\u2023\u2043\u2219\u27a2\u27a4\u2713\u2714\u2794\uf000-\uf0ff]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: '’', nbsp: ' ' },
  ...{ laquo: '«', raquo: '»', rsquo: '’', hellip: '…', ndash: '–', mdash: '—', euro: '€' },
  ...{ eacute: 'é', egrave: 'è', ecirc: 'ê', agrave: 'à', ccedil: 'ç', ocirc: 'ô', oelig: 'œ' }
};

/** The text as it is read: lines, tabs between cells, « • » before items. Its words are those of the source, no other. */
export function cleanSource(text: string): string {
  return withoutTags(text.normalize('NFC').replace(/\r\n?|[\u0085\u2028\u2029\v]/gu, '\n'))
    .replace(/\f/gu, '\n\n')
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/gu, '')
    .replace(BULLETS, ' • ')
    .replace(/[^\P{Zs}]/gu, ' ')
    .replace(/[^\P{Cc}\n\t]/gu, ' ')
    .replace(/ {3,}/gu, '\t')
    .replace(/ {2,}/gu, ' ')
    .replace(/\t[ \t]+/gu, '\t')
    .split('\n')
    .map((line) => (line.trim() === '' ? '' : line.trimEnd().replace(/^ +/u, '')))
    .join('\n')
    .replace(/\n{4,}/gu, '\n\n\n');
}

function withoutTags(text: string): string {
  const bare = text
    .replace(LINKS, (_all, href: string, label: string) =>
      label.includes(href) ? label : `${label} (${href})`
    )
    .replace(ITEMS, '\n• ')
    .replace(CELLS, '\t')
    .replace(BREAKS, '\n')
    .replace(TAGS, '');
  return bare === text ? text : decoded(bare);
}

/** Named signs of HTML. Only for a text that has tags: elsewhere « &amp; » is what was written. */
function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|([a-z]{2,8}));/giu, (all, code?: string, name?: string) =>
    code ? String.fromCodePoint(Math.min(Number(code), 0x10ffff)) : (ENTITIES[name ?? ''] ?? all)
  );
}

/** Words as they are counted: letters and figures, as they are written. */
export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** A word without what a variant of a label may change: accents, case, plural. */
export function root(word: string): string {
  const bare = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe');
  return bare.length > 3 ? bare.replace(/[sx]$/, '') : bare;
}

/** The cells of a line, without the empty ones. */
export function cellsOf(line: string): string[] {
  return line
    .split('\t')
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');
}

const MARK = /^[•*·–—-]\s*(?=\S)|^[•*·–—-]+$/u;

/** Whether a line begins an item. */
export function isBulleted(line: string): boolean {
  return MARK.test(line);
}

/** A line without the bullet that begins it. */
export function withoutBullet(line: string): string {
  return line.replace(MARK, '').trim();
}
