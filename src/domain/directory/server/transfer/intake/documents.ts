import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { parse, CsvError } from 'csv-parse';
import {
  encodingOfHead,
  GARBLED,
  isGarbled,
  MAX_ROWS,
  recogniseContainer,
  detectDelimiter,
  UnreadableFile,
  type Container,
  type Encoding
} from '../../../transfer/file.ts';
import type { SheetRow } from '../../../transfer/sheet.ts';

/** A file to read, from an upload or from the disk: opened as many times as reading needs. */
export interface ByteSource {
  name: string;
  /** Bytes. */
  size: number;
  open(): AsyncIterable<Uint8Array>;
}

const HEAD = 65_536;

/** The first bytes of a source, and what holds them. @throws UnreadableFile */
export async function readHead(
  source: ByteSource
): Promise<{ head: Uint8Array; container: Container }> {
  const head = await firstBytes(source.open());
  return { head, container: recogniseContainer(head) };
}

async function firstBytes(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= HEAD) break;
  }
  return Buffer.concat(parts).subarray(0, HEAD);
}

/** The same source, unpacked on the way. */
export function gunzipped(source: ByteSource): ByteSource {
  return {
    ...source,
    name: source.name.replace(/\.gz$/i, ''),
    open: () => Readable.from(source.open()).pipe(createGunzip()) as AsyncIterable<Uint8Array>
  };
}

/** The encoding of a text file; the whole file is read, in pieces, when its first bytes do not tell. */
export async function detectEncoding(source: ByteSource, head: Uint8Array): Promise<Encoding> {
  const told = encodingOfHead(head);
  if (told) return told;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of source.open()) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252';
    throw error;
  }
}

/** The text of a file, in pieces. A byte order mark is left out. */
export async function* decoded(source: ByteSource, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of source.open()) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const last = decoder.decode();
  if (last !== '') yield last;
}

/** The whole text, for files of a limited size. */
export async function wholeText(source: ByteSource, encoding: Encoding): Promise<string> {
  let text = '';
  for await (const piece of decoded(source, encoding)) text += piece;
  return text;
}

/** What a delimited file is, told from its beginning. */
export function sniffText(head: Uint8Array, encoding: Encoding) {
  const text = new TextDecoder(encoding).decode(head).replace(/^\ufeff/, '');
  if (isGarbled(text)) throw new UnreadableFile(GARBLED);
  return { text, delimiter: detectDelimiter(text) };
}

/**
 * The rows of a delimited file, one at a time: memory does not grow with the file.
 * @throws UnreadableFile when a quotation mark is not closed.
 */
export async function* csvRows(
  source: ByteSource,
  encoding: Encoding,
  delimiter: string
): AsyncGenerator<SheetRow> {
  const parser = Readable.from(decoded(source, encoding)).pipe(
    parse({
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: false,
      max_record_size: 1_000_000
    })
  );
  try {
    for await (const item of parser as AsyncIterable<{
      info: { lines: number };
      record: string[];
    }>) {
      const breaks = item.record.reduce((sum, cell) => sum + lineBreaks(cell), 0);
      const line = item.info.lines - breaks;
      if (item.record.length === 1 && /^(sep=.)?$/i.test(item.record[0]!.trim())) continue;
      yield { line, cells: item.record.map(withoutNul) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UnreadableFile(explainCsv(error));
  }
}

function lineBreaks(cell: string): number {
  return cell.match(/\r\n|\n|\r/g)?.length ?? 0;
}

/** The one character that neither PostgreSQL nor a person can hold. */
function withoutNul(cell: string): string {
  return cell.replaceAll('\0', '');
}

function explainCsv(error: CsvError): string {
  const line = (error as { lines?: number }).lines;
  const where = line === undefined ? '' : ` près de la ligne ${line}`;
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return `Une ligne du fichier est démesurée${where} : un guillemet (") est sans doute resté ouvert. Rien n’a été importé.`;
  return `Le fichier n’est pas un CSV valable${where} : un guillemet (") est mal placé ou n’est pas refermé. Rien n’a été importé.`;
}

/** Every row, up to the limit. @throws UnreadableFile past it. */
export async function allRows(rows: AsyncIterable<SheetRow>): Promise<SheetRow[]> {
  const kept: SheetRow[] = [];
  for await (const row of rows) {
    if (row.cells.every((cell) => cell.trim() === '')) continue;
    kept.push(row);
    if (kept.length > MAX_ROWS) throw new UnreadableFile(tooManyRows());
  }
  return kept;
}

export function tooManyRows(): string {
  return `Le fichier compte plus de ${MAX_ROWS.toLocaleString('fr-FR')} lignes. Coupez-le en plusieurs fichiers.`;
}
