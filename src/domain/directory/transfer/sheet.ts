/** Rows of a spreadsheet read as structures: which row is the header, which rows make one structure. */
import { restore } from './cells.ts';
import {
  HEADERS,
  PUBLIC_CONTACT_HEADERS,
  recogniseHeader,
  type RecognisedColumn
} from './columns.ts';
import { didYouMean, likeness } from './words.ts';
import { normalise } from '#shared/text.ts';

/** A row as it stands in the file. */
export interface SheetRow {
  /** The first line of the file has number 1. */
  line: number;
  cells: string[];
}

/** Columns by their place in the row. */
export type Layout = Map<number, RecognisedColumn>;

export type HeaderAnswer =
  | { ok: true; layout: Layout; headerAt: number; ignored: string[] }
  | { ok: false; message: string };

/** How far down a title or a blank line may push the header. */
const HEADER_WITHIN = 15;

/**
 * Finds the header among the first rows: the one with most known columns, a name or an identifier among them.
 */
export function findHeader(rows: readonly SheetRow[]): HeaderAnswer {
  const candidates = rows
    .slice(0, HEADER_WITHIN)
    .map((row, at) => ({ at, ...layoutOf(row.cells) }));
  const best = candidates.toSorted((a, b) => b.layout.size - a.layout.size)[0];
  if (!best || best.layout.size === 0) return { ok: false, message: noHeader(rows) };
  if (best.twice)
    return {
      ok: false,
      message: `La colonne « ${best.twice} » est présente deux fois : gardez-en une.`
    };
  const fields = [...best.layout.values()]
    .filter(({ group }) => group === 'structure')
    .map(({ column }) => column.field);
  if (!fields.some((field) => ['name', 'slug', 'externalId', 'siret', 'finess'].includes(field))) {
    return {
      ok: false,
      message: `Le fichier n’a pas de colonne « Nom ». Colonnes lues ligne ${rows[best.at]!.line} : ${rows[best.at]!.cells.filter(Boolean).slice(0, 8).join(', ')}.`
    };
  }
  return { ok: true, layout: best.layout, headerAt: best.at, ignored: best.ignored };
}

function layoutOf(cells: readonly string[]) {
  const layout: Layout = new Map();
  const seen = new Set<string>();
  const ignored: string[] = [];
  let twice: string | null = null;
  cells.forEach((cell, index) => {
    const header = restore(cell).trim();
    if (header === '') return;
    const recognised = recogniseHeader(header);
    if (!recognised) {
      if (!isPublicContact(header)) ignored.push(header);
      return;
    }
    const key = `${recognised.group} ${recognised.column.field}`;
    if (seen.has(key)) twice = header;
    seen.add(key);
    layout.set(index, recognised);
  });
  return { layout, ignored, twice: twice as string | null };
}

function isPublicContact(header: string): boolean {
  return PUBLIC_CONTACT_HEADERS.some((known) => normalise(known) === normalise(header));
}

function noHeader(rows: readonly SheetRow[]): string {
  const first = rows[0]?.cells.map((cell) => cell.trim()).filter(Boolean) ?? [];
  const meant = first.flatMap((header) =>
    HEADERS.filter((known) => likeness(normalise(known), normalise(header)) >= 0.7)
  );
  return `Aucune colonne du fichier n’est reconnue. La première ligne doit porter les titres « Nom », « Type », « Commune »… comme dans le modèle.${didYouMean(meant.slice(0, 3))}`;
}

/** The rows of one structure. */
export interface RowGroup {
  rows: SheetRow[];
}

/**
 * Rows that speak of one structure: the same identifier wherever they are; without one, rows that follow each
 * other with the same name and place, or with the structure's columns left blank.
 */
export function groupRows(rows: readonly SheetRow[], layout: Layout): RowGroup[] {
  const at = (field: string) =>
    [...layout].find(
      ([, { group, column }]) => group === 'structure' && column.field === field
    )?.[0] ?? -1;
  const own = [...layout].filter(([, { group }]) => group === 'structure').map(([index]) => index);
  const keyColumns = ['slug', 'externalId'].map(at);
  const nameColumns = [
    'name',
    'communeCode',
    'communeName',
    'postalCode',
    'address',
    'siret',
    'finess',
    'type'
  ].map(at);
  const cell = (row: SheetRow, index: number) => (index < 0 ? '' : (row.cells[index] ?? '').trim());

  const groups: RowGroup[] = [];
  const byKey = new Map<string, RowGroup>();
  let last: { group: RowGroup; name: string } | null = null;
  for (const row of rows) {
    const isContinuation = own.every((index) => cell(row, index) === '');
    if (isContinuation && last) {
      last.group.rows.push(row);
      continue;
    }
    const keyAt = keyColumns.findIndex((index) => cell(row, index) !== '');
    const key = keyAt < 0 ? null : `${keyAt} ${cell(row, keyColumns[keyAt]!)}`;
    const name = nameColumns.map((index) => normalise(cell(row, index))).join('\u0001');
    const known: RowGroup | undefined =
      key !== null ? byKey.get(key) : last?.name === name ? last.group : undefined;
    const group: RowGroup = known ?? { rows: [] };
    if (!known) groups.push(group);
    group.rows.push(row);
    if (key !== null) byKey.set(key, group);
    last = { group, name: key === null ? name : '' };
  }
  return groups;
}
