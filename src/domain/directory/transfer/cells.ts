/** How values are written in the cells of a spreadsheet, and read back the same. */

/**
 * Excel and LibreOffice run a cell that starts with one of these. Ours start with an apostrophe instead,
 * which reading takes off: what is written is what is read, apostrophes included.
 */
const RUNS = /^'*[=+\-@\t\r]/;
const NEUTRALISED = /^'+[=+\-@\t\r]/;

/** @example neutralise('=1+1') === "'=1+1" */
export function neutralise(text: string): string {
  return RUNS.test(text) ? `'${text}` : text;
}

/** The inverse of {@link neutralise}, harmless on what a person typed. */
export function restore(cell: string): string {
  return NEUTRALISED.test(cell) ? cell.slice(1) : cell;
}

/** Two addresses on one line, as people write them. */
const BETWEEN_URLS = /\s*[;|,]\s*(?=https?:\/\/)|\s+(?=https?:\/\/)/;

/** Texts in one cell, one a line; a text that would not be read back as one item is written in JSON. */
export function writeLines(items: readonly string[]): string {
  return items.map((item) => (isPlainLine(item) ? item : JSON.stringify(item))).join('\n');
}

export function readLines(cell: string): string[] {
  return cell
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .flatMap((line) => {
      const quoted = line.startsWith('"') ? parseString(line) : null;
      return quoted === null ? line.split(BETWEEN_URLS) : [quoted];
    });
}

function isPlainLine(item: string): boolean {
  return (
    !item.startsWith('"') &&
    !/[\r\n]/.test(item) &&
    item === item.trim() &&
    !BETWEEN_URLS.test(item)
  );
}

function parseString(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** Words separated by « ; » or by a line break. */
export function readList(cell: string): string[] {
  return cell
    .split(/[;|\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** « oui », « non » and what people write instead; `null` when it is neither. */
export function readYesNo(cell: string): boolean | null {
  const word = cell.trim().toLowerCase();
  if (['oui', 'o', 'vrai', 'true', '1', 'x'].includes(word)) return true;
  if (['non', 'n', 'faux', 'false', '0', ''].includes(word)) return false;
  return null;
}

/** What Excel shows of a long number it has rounded: the digits are lost. */
export const ROUNDED_BY_EXCEL = /^\d+([.,]\d+)?E\+?\d+$/i;

/**
 * Digits of an identifier as people and spreadsheets write it: spaces, dots and the apostrophe that keeps a
 * zero are dropped, and the zeros that Excel removed at the start are put back.
 * @param length - how many characters the identifier has.
 * @param missing - how many leading zeros may be put back.
 */
export function readIdentifier(cell: string, length: number, missing = 1): string {
  const compact = cell
    .trim()
    .replace(/^'/, '')
    .replace(/[\s\u00a0\u202f.]/g, '')
    .toUpperCase();
  const short = length - compact.length;
  return /^\d+$/.test(compact) && short > 0 && short <= missing
    ? compact.padStart(length, '0')
    : compact;
}

/** A postal code whose first zero Excel removed has it back; four digits that are meant (Luxembourg) are written `'1234`. */
export function readPostalCode(cell: string): string {
  const text = cell.trim();
  if (text.startsWith("'")) return text.slice(1);
  return /^\d{4}$/.test(text) ? `0${text}` : text;
}

export function writePostalCode(code: string): string {
  return /^(\d{4}$|')/.test(code) ? `'${code}` : code;
}

/** A telephone number whose first zero Excel removed has it back. */
export function readPhone(cell: string): string {
  const text = cell.trim().replace(/^'(?=\d)/, '');
  return /^[1-9]\d{8}$/.test(text) ? `0${text}` : text;
}

const FRENCH_DATE = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;
const NOON = 'T12:00:00.000Z';

/** « 15/03/2026 » or « 2026-03-15 » as `YYYY-MM-DD`; anything else is returned as it is. */
export function readDate(cell: string): string {
  const text = cell.trim();
  const french = FRENCH_DATE.exec(text);
  if (!french) return text;
  const [, day, month, year] = french;
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
}

/** A day alone stands for its noon UTC: the same day from Papeete to Nouméa. */
export function readInstant(cell: string): string {
  const date = readDate(cell);
  return /^\d{4}-\d{2}-\d{2}$/.test(date) ? `${date}${NOON}` : date;
}

export function writeInstant(instant: string | null): string {
  if (instant === null) return '';
  return instant.endsWith(NOON) ? instant.slice(0, -NOON.length) : instant;
}
