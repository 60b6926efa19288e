import readWorkbook from 'read-excel-file/node';
import writeWorkbook, { type Cell, type Sheet } from 'write-excel-file/node';
import { measureUnpacked } from '#server/archive.ts';
import { MAX_ROWS, UnreadableFile } from '../../../transfer/file.ts';
import { findHeader, type SheetRow } from '../../../transfer/sheet.ts';
import { tooManyRows } from '../intake/documents.ts';

/** A workbook unpacks to at most this: a small file may hide a huge one. */
const MAX_UNPACKED = 200_000_000;
const MAX_ENTRIES = 500;

/**
 * The rows of the sheet of structures: the first whose header is known, else the first.
 * @throws UnreadableFile when it is no workbook, or would fill the memory.
 */
export async function readWorkbookRows(bytes: Buffer): Promise<SheetRow[]> {
  const sheets = await readWorkbookSheets(bytes);
  const rows = sheets.map(({ data }) =>
    data.map((cells, i) => ({ line: i + 1, cells: cells.map(cellText) }))
  );
  const known = rows.find(
    (sheet) => sheet.length > 0 && findHeader(nonEmpty(sheet).slice(0, 15)).ok
  );
  const chosen = nonEmpty(known ?? rows[0] ?? []);
  if (chosen.length > MAX_ROWS) throw new UnreadableFile(tooManyRows());
  return chosen;
}

/**
 * All the sheets of a workbook, their cells as it keeps them: texts, numbers, dates.
 * @throws UnreadableFile when it is no workbook, or would fill the memory.
 */
export async function readWorkbookSheets(bytes: Buffer) {
  const unpacked = measureUnpacked(bytes, { bytes: MAX_UNPACKED, entries: MAX_ENTRIES });
  if (unpacked === 'broken') throw new UnreadableFile(NOT_A_WORKBOOK);
  if (unpacked === 'too-large') throw new UnreadableFile(TOO_LARGE);
  return readSheets(bytes);
}

function nonEmpty(rows: readonly SheetRow[]): SheetRow[] {
  return rows.filter((row) => row.cells.some((cell) => cell.trim() !== ''));
}

async function readSheets(bytes: Buffer) {
  try {
    return await readWorkbook(bytes, { trim: false });
  } catch (error) {
    const name = (error as Error).name;
    if (!/^Invalid(Input|Spreadsheet)Error$|SheetNotFound/.test(name)) throw error;
    throw new UnreadableFile(NOT_A_WORKBOOK);
  }
}

const TOO_LARGE =
  'Une fois décompressé, ce classeur dépasserait 200 Mo : il est refusé. Gardez seulement la feuille des structures.';
const NOT_A_WORKBOOK =
  'Ce fichier n’est pas un classeur Excel lisible. Ouvrez-le dans votre tableur et enregistrez-le au format « Classeur Excel (.xlsx) » ou « CSV UTF-8 ».';

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dateText(value);
  if (typeof value === 'boolean') return value ? 'oui' : 'non';
  return `${value as string | number}`.replaceAll('\0', '');
}

function dateText(date: Date): string {
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
}

/** A sheet to write: its first row is the header. */
export interface SheetContent {
  name: string;
  rows: string[][];
  /** Width of each column, in characters. */
  widths?: number[];
}

/** A workbook of texts: no cell is a number or a formula, whatever it looks like. */
export async function writeWorkbookBytes(sheets: readonly SheetContent[]): Promise<Buffer> {
  return writeWorkbook(sheets.map(toSheet)).toBuffer();
}

function toSheet({ name, rows, widths }: SheetContent): Sheet<Buffer> {
  return {
    sheet: name,
    stickyRowsCount: 1,
    ...(widths ? { columns: widths.map((width) => ({ width })) } : {}),
    data: rows.map((row, i) => row.map((value) => (i === 0 ? headerCell(value) : textCell(value))))
  };
}

function headerCell(value: string): Cell {
  return {
    value,
    type: String,
    fontWeight: 'bold',
    backgroundColor: '#DCE9E6',
    wrap: true,
    alignVertical: 'top'
  };
}

function textCell(value: string): Cell {
  // Format « @ »: the spreadsheet keeps the zeros of what a person types there next.
  return value === '' ? null : { value, type: String, format: '@', alignVertical: 'top' };
}
