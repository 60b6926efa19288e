import { stringify } from 'csv-stringify/sync';
import { VISITOR, type Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { OutgoingFile } from '#server/http/files.ts';
import type { StructureId } from '#shared/ids.ts';
import type { StructureInput } from '../../model.ts';
import { canManageDirectory, visibleContacts } from '../../rules.ts';
import type { ExportFormat } from '../../transfer/file.ts';
import { structureFeatures } from '../../transfer/geojson.ts';
import { OWN_JSON, writeOwnItem } from '../../transfer/own-json.ts';
import { headerRow, structureRows, type Audience } from '../../transfer/rows.ts';
import { placeCodes } from '../../transfer/settling.ts';
import { dictionaries } from '../../transfer/values.ts';
import { listStructureInputs, type StructureFilter } from '../queries.ts';
import { loadGazetteer } from './gazetteer/queries.ts';
import { writeDataInclusion } from './inclusion/documents.ts';
import { listVocabulary } from './intake/queries.ts';
import { loadGeometries } from './outlines/queries.ts';
import { writeWorkbookBytes } from './workbook/documents.ts';

const TYPES: Record<ExportFormat, { fileName: string; mimeType: string }> = {
  csv: { fileName: 'structures.csv', mimeType: 'text/csv; charset=utf-8' },
  xlsx: {
    fileName: 'structures.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  },
  json: { fileName: 'structures.json', mimeType: 'application/json; charset=utf-8' },
  geojson: { fileName: 'structures.geojson', mimeType: 'application/geo+json; charset=utf-8' },
  datainclusion: {
    fileName: 'structures.datainclusion.json',
    mimeType: 'application/json; charset=utf-8'
  }
};

type Fiche = StructureInput & { id: StructureId; slug: string };

/** Fiches turned into text at a time. */
const CHUNK = 500;

/**
 * The directory, or a part of it, as a file. An operator gets everything; anyone else no contact that is not
 * public, and no person's e-mail. GeoJSON and data·inclusion are made to be published: they are the same for all.
 */
export async function exportStructures(
  db: Executor,
  actor: Actor,
  format: ExportFormat,
  filter: StructureFilter = {}
): Promise<OutgoingFile> {
  const isComplete =
    canManageDirectory(actor) && format !== 'geojson' && format !== 'datainclusion';
  const audience: Audience = isComplete ? 'operator' : 'public';
  const fiches = (await listStructureInputs(db, filter)).map((fiche) => ({
    ...fiche,
    contacts: isComplete
      ? fiche.contacts
      : visibleContacts(VISITOR, fiche.contacts, { id: fiche.id, territories: [] })
  }));
  const write = {
    csv: writeCsv,
    xlsx: writeXlsx,
    json: writeJson,
    geojson: writeGeojson,
    datainclusion: writeDataInclusion
  }[format];
  return { ...TYPES[format], body: write(db, fiches, audience) };
}

/** The whole content of a file: for the command line and tests. */
export async function wholeFile(file: OutgoingFile): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const piece of file.body) parts.push(Buffer.from(piece));
  return Buffer.concat(parts);
}

function* chunks(fiches: readonly Fiche[]): Generator<Fiche[]> {
  for (let start = 0; start < fiches.length; start += CHUNK)
    yield fiches.slice(start, start + CHUNK);
}

async function* rowsOf(
  db: Executor,
  fiches: readonly Fiche[],
  audience: Audience
): AsyncGenerator<string[][]> {
  const known = dictionaries(await listVocabulary(db));
  yield [headerRow(audience)];
  for (const chunk of chunks(fiches)) {
    const gazetteer = await loadGazetteer(db, { codes: chunk.flatMap(placeCodes), names: [] });
    yield chunk.flatMap((fiche) => structureRows(fiche, { known, gazetteer, audience }));
  }
}

const BYTE_ORDER_MARK = '\ufeff';

/** As French Excel opens it: UTF-8 with its mark, semicolons, Windows line ends. */
export function csvText(rows: string[][]): string {
  return stringify(rows, { delimiter: ';', record_delimiter: 'windows', quoted_match: /[\r\n]/ });
}

async function* writeCsv(db: Executor, fiches: readonly Fiche[], audience: Audience) {
  yield BYTE_ORDER_MARK;
  for await (const rows of rowsOf(db, fiches, audience)) yield csvText(rows);
}

async function* writeXlsx(db: Executor, fiches: readonly Fiche[], audience: Audience) {
  const rows: string[][] = [];
  for await (const part of rowsOf(db, fiches, audience)) rows.push(...part);
  yield await writeWorkbookBytes([
    { name: 'Structures', rows, widths: headerRow(audience).map(() => 24) }
  ]);
}

async function* writeJson(_db: Executor, fiches: readonly Fiche[], audience: Audience) {
  yield OWN_JSON.start;
  for (const [i, fiche] of fiches.entries()) {
    yield `${i === 0 ? '' : OWN_JSON.between}${writeOwnItem(fiche, audience)}`;
  }
  yield OWN_JSON.end;
}

async function* writeGeojson(db: Executor, fiches: readonly Fiche[]) {
  yield '{"type":"FeatureCollection","features":[';
  let isFirst = true;
  for (const chunk of chunks(fiches)) {
    const geometries = await loadGeometries(db, chunk);
    for (const feature of chunk.flatMap((fiche) => structureFeatures(fiche, geometries))) {
      yield `${isFirst ? '\n' : ',\n'}${JSON.stringify(feature)}`;
      isFirst = false;
    }
  }
  yield '\n]}\n';
}
