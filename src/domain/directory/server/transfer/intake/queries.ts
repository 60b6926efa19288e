import type { Executor } from '#server/db/connection.ts';
import { isOwnJson, readOwnJson } from '../../../transfer/own-json.ts';
import { readDataInclusion } from '../../../transfer/data-inclusion.ts';
import { checkValues } from '../../../transfer/checking.ts';
import {
  CLASSIC_SECTION,
  finessValues,
  isChosen,
  readClassicLine,
  readFluxEntity,
  type FinessEstablishment,
  type FinessFilter
} from '../../../transfer/finess.ts';
import {
  MAX_ROWS,
  MAX_WHOLE,
  tooLarge,
  UnreadableFile,
  type ImportFormat
} from '../../../transfer/file.ts';
import type { FileContent, ImportRecord } from '../../../transfer/record.ts';
import { placeCodes, settlePlaces } from '../../../transfer/settling.ts';
import { findHeader, groupRows, type SheetRow } from '../../../transfer/sheet.ts';
import { readGroup } from '../../../transfer/sheet-records.ts';
import { zonesOfRows } from '../../../transfer/sheet-zones.ts';
import { dictionaries } from '../../../transfer/values.ts';
import type { Vocabulary } from '../../../transfer/words.ts';
import { lookups } from '../../../transfer/zones.ts';
import { listAudiences, listThemes, listTypes } from '../../queries.ts';
import { fluxEntities } from '../finess/documents.ts';
import { loadGazetteer } from '../gazetteer/queries.ts';
import { readWorkbookRows } from '../workbook/documents.ts';
import {
  allRows,
  csvRows,
  decoded,
  detectEncoding,
  gunzipped,
  readHead,
  sniffText,
  tooManyRows,
  wholeText,
  type ByteSource
} from './documents.ts';

export interface IntakeOptions {
  finess: FinessFilter;
  /** Type of the structures whose file does not say it. */
  defaultType: string | null;
}

/** A file as it was understood. */
export interface Intake extends FileContent {
  format: ImportFormat;
  /** « UTF-8 », « Windows-1252 », with the separator: for the report. */
  reading: string;
  /** « ligne » or « fiche »: what the numbers of the report count. */
  unit: 'ligne' | 'fiche';
}

export async function listVocabulary(db: Executor): Promise<Vocabulary> {
  const [types, themes, audiences] = await Promise.all([
    listTypes(db),
    listThemes(db),
    listAudiences(db)
  ]);
  return { types, themes, audiences };
}

/**
 * Reads a file of any format an import takes; writes nothing.
 * @returns what it says, or the reason, in French, why it cannot be read.
 */
export async function readImportFile(
  db: Executor,
  source: ByteSource,
  options: IntakeOptions
): Promise<{ ok: true; intake: Intake } | { ok: false; message: string }> {
  try {
    return { ok: true, intake: await readAny(db, source, options) };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { ok: false, message: error.message };
  }
}

async function readAny(db: Executor, given: ByteSource, options: IntakeOptions): Promise<Intake> {
  let source = given;
  let { head, container } = await readHead(source);
  if (container === 'gzip') {
    source = gunzipped(source);
    ({ head, container } = await readHead(source));
  }
  if (container === 'zip') return readWorkbook(db, source);
  const encoding = await detectEncoding(source, head);
  const { text, delimiter } = sniffText(head, encoding);
  const shownEncoding = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16', 'windows-1252': 'Windows-1252' }[
    encoding
  ];
  if (/^\s*[[{]/.test(text)) {
    if (isFlux(text)) {
      const places = chosenFromFlux(decoded(source, encoding), options.finess);
      return readFiness(db, places, options, 'FINESS+ (JSON)');
    }
    refuseTooLarge(source);
    return readJson(db, await wholeText(source, encoding), options);
  }
  if (
    text
      .split(/\r?\n/, 3)
      .some((line) => line.startsWith(`${CLASSIC_SECTION};`) || /^finess;etalab/i.test(line))
  ) {
    const places = chosenFromClassic(csvRows(source, encoding, ';'), options.finess);
    return readFiness(db, places, options, `FINESS (CSV, ${shownEncoding})`);
  }
  const rows = await allRows(csvRows(source, encoding, delimiter));
  const separator = { ';': 'point-virgule', ',': 'virgule', '\t': 'tabulation' }[delimiter];
  return readSheet(db, rows, 'csv', `${shownEncoding}, séparateur ${separator}`);
}

function refuseTooLarge(source: ByteSource): void {
  const message = tooLarge(source.size, MAX_WHOLE);
  if (message) throw new UnreadableFile(message);
}

async function readWorkbook(db: Executor, source: ByteSource): Promise<Intake> {
  refuseTooLarge(source);
  const parts: Uint8Array[] = [];
  for await (const chunk of source.open()) parts.push(chunk);
  return readSheet(db, await readWorkbookRows(Buffer.concat(parts)), 'xlsx', 'classeur Excel');
}

async function readSheet(
  db: Executor,
  rows: SheetRow[],
  format: 'csv' | 'xlsx',
  reading: string
): Promise<Intake> {
  if (rows.length === 0) throw new UnreadableFile('Ce fichier ne contient aucune ligne.');
  const header = findHeader(rows);
  if (!header.ok) throw new UnreadableFile(header.message);
  const { layout, headerAt, ignored } = header;
  const body = rows.slice(headerAt + 1);
  if (body.length === 0)
    throw new UnreadableFile(
      'Le fichier n’a que sa ligne de titres : aucune structure à importer.'
    );
  const vocabulary = await listVocabulary(db);
  const gazetteer = await loadGazetteer(db, lookups(zonesOfRows(body, layout)));
  const context = { known: dictionaries(vocabulary), gazetteer };
  const records = groupRows(body, layout).map((group) => readGroup(group, layout, context));
  return { format, reading, unit: 'ligne', records, ignoredColumns: ignored, unkept: [] };
}

async function readJson(db: Executor, text: string, options: IntakeOptions): Promise<Intake> {
  const content = parseJson(text);
  const isOwn = isOwnJson(content);
  const read = isOwn ? readOwnJson(content) : await readForeign(db, content, options);
  if (typeof read === 'string') throw new UnreadableFile(read);
  if (read.records.length === 0)
    throw new UnreadableFile('Le fichier ne contient aucune structure.');
  const records = await settle(db, read.records);
  return {
    format: isOwn ? 'json' : 'datainclusion',
    reading: isOwn ? 'JSON Maillage' : 'data·inclusion v1',
    unit: 'fiche',
    ...read,
    records
  };
}

async function readForeign(
  db: Executor,
  content: unknown,
  options: IntakeOptions
): Promise<FileContent | string> {
  const isList = Array.isArray(content);
  const holder = content as { structures?: unknown } | null;
  if (!isList && !Array.isArray(holder?.structures)) {
    return 'Ce fichier JSON n’est ni un export Maillage, ni un fichier data·inclusion (une liste de structures, ou « structures » et « services »), ni un flux FINESS.';
  }
  const vocabulary = await listVocabulary(db);
  const { records, unkept } = readDataInclusion(content, {
    vocabulary,
    defaultType: options.defaultType
  });
  return { records, unkept, ignoredColumns: [] };
}

function parseJson(text: string): unknown {
  try {
    // A lone surrogate or a NUL can be escaped in JSON, and stored nowhere.
    return JSON.parse(text, (_, value: unknown) =>
      typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value
    );
  } catch (error) {
    const detail =
      error instanceof SyntaxError ? / at position (\d+)/.exec(error.message)?.[1] : undefined;
    const where =
      detail === undefined ? '' : ` (ligne ${text.slice(0, Number(detail)).split('\n').length})`;
    throw new UnreadableFile(`Ce fichier n’est pas un JSON valable${where}. Rien n’a été importé.`);
  }
}

async function settle(db: Executor, records: readonly ImportRecord[]): Promise<ImportRecord[]> {
  const codes = records.flatMap((record) => placeCodes(record.values));
  const gazetteer = await loadGazetteer(db, { codes, names: [] });
  return records.map((record) => settlePlaces(record, gazetteer));
}

function isFlux(text: string): boolean {
  return /"(pmej|gcc|gco)"\s*:/.test(text) || /"informationsGeneralesP(MEJ|mej)"/.test(text);
}

async function* chosenFromClassic(rows: AsyncIterable<SheetRow>, filter: FinessFilter) {
  for await (const { line, cells } of rows) {
    const place = readClassicLine(cells);
    if (place && isChosen(place, filter)) yield { place, line };
  }
}

async function* chosenFromFlux(pieces: AsyncIterable<string>, filter: FinessFilter) {
  let rank = 0;
  for await (const entity of fluxEntities(pieces)) {
    for (const place of readFluxEntity(entity)) {
      rank += 1;
      if (isChosen(place, filter)) yield { place, line: rank };
    }
  }
}

/** Only what was chosen is kept, while the file goes by. */
async function readFiness(
  db: Executor,
  places: AsyncIterable<{ place: FinessEstablishment; line: number }>,
  options: IntakeOptions,
  reading: string
): Promise<Intake> {
  const { communes, departements } = options.finess;
  if (communes.length + departements.length === 0) {
    throw new UnreadableFile(
      'C’est un fichier FINESS national : indiquez au moins un département ou une commune, pour n’en garder que votre territoire.'
    );
  }
  const vocabulary = await listVocabulary(db);
  const types = new Set(vocabulary.types.map((type) => type.code));
  const records: ImportRecord[] = [];
  for await (const { place, line } of places) {
    records.push(finessRecord(place, line, types, options.defaultType));
    if (records.length > MAX_ROWS) throw new UnreadableFile(tooManyRows());
  }
  if (records.length === 0)
    throw new UnreadableFile(
      'Aucun établissement de ce fichier n’est des catégories et des lieux choisis.'
    );
  const settled = await settle(db, records);
  return {
    format: 'finess',
    reading,
    unit: 'ligne',
    records: settled,
    ignoredColumns: [],
    unkept: []
  };
}

function finessRecord(
  place: FinessEstablishment,
  line: number,
  types: ReadonlySet<string>,
  defaultType: string | null
): ImportRecord {
  const values = finessValues(place, types);
  if (!values.type && defaultType) values.type = defaultType;
  const checked = checkValues(values, (path) => ({ line, column: path }));
  return {
    lines: [line],
    label: place.name,
    values: checked.values,
    fillsOnly: true,
    problems: checked.problems,
    notes: []
  };
}
