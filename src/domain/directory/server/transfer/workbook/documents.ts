import { inflateRawSync } from 'node:zlib';
import readWorkbook from 'read-excel-file/node';
import writeWorkbook, { type Cell, type Sheet } from 'write-excel-file/node';
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
  checkUnpackedSize(bytes);
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

/**
 * Walks the archive's own list of entries and unpacks each up to the limit, whatever sizes it declares.
 * @see APPNOTE.TXT of PKWARE, 4.3.12 and 4.3.16
 */
function checkUnpackedSize(bytes: Buffer): void {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > bytes.length) throw new UnreadableFile(NOT_A_WORKBOOK);
  const count = bytes.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) throw new UnreadableFile(NOT_A_WORKBOOK);
  let at = bytes.readUInt32LE(end + 16);
  let left = MAX_UNPACKED;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50)
      throw new UnreadableFile(NOT_A_WORKBOOK);
    left -= unpackedSize(bytes, at, left);
    at +=
      46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}

function unpackedSize(bytes: Buffer, entry: number, left: number): number {
  const method = bytes.readUInt16LE(entry + 10);
  const packed = bytes.readUInt32LE(entry + 20);
  const local = bytes.readUInt32LE(entry + 42);
  if (local + 30 > bytes.length) throw new UnreadableFile(NOT_A_WORKBOOK);
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const data = bytes.subarray(start, start + packed);
  if (method === 0) return data.length;
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, left) }).length;
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new UnreadableFile(
      isTooLarge
        ? 'Une fois décompressé, ce classeur dépasserait 200 Mo : il est refusé. Gardez seulement la feuille des structures.'
        : NOT_A_WORKBOOK
    );
  }
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
