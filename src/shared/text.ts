/**
 * The form in which words are compared: no accent, no case, no punctuation, « st » and « ste »
 * spelled out, one space between words. Everything searched in the database is stored in this form.
 *
 * @example normalise('ST-RENAN') === 'saint renan'
 */
export function normalise(text: string): string {
  return text
    .replaceAll('œ', 'oe')
    .replaceAll('Œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('Æ', 'ae')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/\bst\b/g, 'saint')
    .replace(/\bste\b/g, 'sainte');
}

/** A name as it stands in a URL: « CPTS du Bout du monde » → `cpts-du-bout-du-monde`. */
export function slugify(text: string): string {
  return normalise(text).replaceAll(' ', '-').slice(0, 80).replace(/-+$/, '');
}

const list = new Intl.ListFormat('fr', { type: 'conjunction' });

/** « a », « a et b », « a, b et c ». */
export function enumerate(items: readonly string[]): string {
  return list.format(items);
}

/** A whole number with the narrow no-break spaces of French typography: 431674 → « 431 674 ». */
export function formatNumber(value: number): string {
  return value.toLocaleString('fr-FR');
}

/** Agreement in number: `plural(0, 'commune')` → « 0 commune », `plural(2, 'commune')` → « 2 communes ». */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count < 2 ? one : many}`;
}

/** « d’octobre 2026 », « de novembre 2026 ». An h is taken for a mute one: none of our words begins with another. */
export function withDe(words: string): string {
  return /^[aeiouyhàâéèêëîïôù]/i.test(words) ? `d’${words}` : `de ${words}`;
}

/** The beginning of a text that is too long, with an ellipsis; `most` characters at most. */
export function abridge(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}

/** Said of a text that is too long: « 1 000 caractères au plus ». */
export function atMost(most: number): string {
  return `${formatNumber(most)} caractères au plus`;
}

/** Of what some words found, the one that is called so, or else the only one; none when there is a choice to make. */
export function onlyNamed<T extends { readonly label: string }>(
  found: readonly T[],
  words: string
): T | undefined {
  const exact = found.filter(({ label }) => normalise(label) === normalise(words));
  return exact.length === 1 ? exact[0] : found.length === 1 ? found[0] : undefined;
}

const collator = new Intl.Collator('fr');

/** Alphabetical order for people: accents and case come last. For sorts; `localeCompare` makes a collator each time. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b);
}

/** Any character a browser drops or bends while it reads an address: tabs, line ends, backslashes. */
const BENT = /[\\\p{Cc}]/u;
const LONGEST_PATH = 2000;

/**
 * The path of this site that a text names: nothing that a browser could read as another site (« //ailleurs »,
 * « /\ailleurs », « https:… »).
 * @returns null for anything else.
 */
export function sitePath(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > LONGEST_PATH || BENT.test(value)) return null;
  if (!value.startsWith('/') || value.startsWith('//')) return null;
  const read = new URL(value, 'https://here.invalid');
  if (read.origin !== 'https://here.invalid' || read.pathname.startsWith('//')) return null;
  return read.pathname + read.search + read.hash;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;'
};

/** A text as it stands in HTML or XML, between tags or between double quotes. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}

/** A text value of a content line, as vCard and iCalendar write it: separators and line ends are escaped. */
export function escapeLine(value: string): string {
  return value
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .replace(/[\\,;]/g, '\\$&')
    .replaceAll('\n', '\\n');
}

/**
 * A content line of vCard (RFC 6350 §3.2) or iCalendar (RFC 5545 §3.1): no line over 75 octets; a continuation begins
 * with a space, and no character is cut.
 */
export function foldLine(line: string): string {
  const chunks: string[] = [];
  let chunk = '';
  let size = 0;
  for (const character of line) {
    const octets = Buffer.byteLength(character);
    if (size + octets > 75) {
      chunks.push(chunk);
      chunk = ' ';
      size = 1;
    }
    chunk += character;
    size += octets;
  }
  return [...chunks, chunk].join('\r\n');
}
