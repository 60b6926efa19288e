/** What a workbook says that the plan does not: line by line, cell by cell. Nothing is decided by what is not there. */
import { normalise, plural } from '#shared/text.ts';
import type { SheetDocument } from '../comparison/content.ts';
import type { IndicatorKind } from '../indicators.ts';
import { readCell, readDownloaded, type Column, type RawCell } from './cells.ts';
import { columnsOf, MARKS, TAB_LABELS, TABS, type Tab } from './columns.ts';
import { fundingRows, rowsOf, sheetRow, stepRows, type TableRow, type Tables } from './rows.ts';

/** A sheet of a workbook, as it is read. */
export interface WorkbookSheet {
  readonly name: string;
  readonly rows: readonly (readonly RawCell[])[];
}

/** Where something is wrong: « Étapes, ligne 4, colonne D (Échéance) ». */
export interface CellError {
  readonly tab: string;
  /** As the spreadsheet numbers it; 0: the whole sheet. */
  readonly line: number;
  /** « D (Échéance) »; '' the whole line. */
  readonly column: string;
  readonly message: string;
}

/** A line that is new, or that says something else. */
export interface RowChange {
  readonly tab: Tab;
  readonly line: number;
  /** Null: a new line. */
  readonly known: TableRow | null;
  readonly nature: IndicatorKind;
  /** What is written in the line, by key of column: those that the workbook has. */
  readonly cells: Readonly<Record<string, string>>;
  /** Keys of what changes. */
  readonly changed: readonly string[];
  readonly isRemoved: boolean;
  /** « D (Échéance) » by key of column. */
  readonly places: Readonly<Record<string, string>>;
}

/** A line that differs, of a version that is not the present one. */
export interface StaleRow extends RowChange {
  readonly known: TableRow;
  readonly version: string;
}

export interface Comparison {
  readonly changes: readonly RowChange[];
  readonly stale: readonly StaleRow[];
  readonly errors: readonly CellError[];
  /** Columns that are read by nobody, and cells that were changed though they are only there to be read. */
  readonly ignored: readonly string[];
}

const NOT_OURS =
  'Ce classeur n’a aucune des feuilles d’un plan (Fiches, Étapes, Financement, Indicateurs). Partez de celui que vous téléchargez ici.';
export const MOST_LINES = 20_000;

/** @param years - those of the columns of indicators. */
export function compareTables(
  tables: Tables,
  workbook: readonly WorkbookSheet[],
  years: readonly number[]
): Comparison {
  const found = TABS.flatMap((tab) => {
    const sheet = workbook.find(({ name }) => normalise(name) === normalise(TAB_LABELS[tab]));
    return sheet ? [{ tab, sheet }] : [];
  });
  if (found.length === 0) return empty([{ tab: '', line: 0, column: '', message: NOT_OURS }]);
  const all = found.map(({ tab, sheet }) =>
    compareTab(
      { tab, known: rowsOf(tab, tables), columns: columnsOf(tab, tables.plan, years) },
      sheet
    )
  );
  return {
    changes: all.flatMap(({ changes }) => changes),
    stale: all.flatMap(({ stale }) => stale),
    errors: all.flatMap(({ errors }) => errors),
    ignored: all.flatMap(({ ignored }) => ignored)
  };
}

const empty = (errors: readonly CellError[]): Comparison => ({
  ...{ changes: [], stale: [], ignored: [] },
  errors
});

interface Table {
  readonly tab: Tab;
  readonly known: readonly TableRow[];
  readonly columns: readonly Column[];
}

interface Header {
  readonly at: readonly { readonly column: Column; readonly index: number }[];
  readonly places: Readonly<Record<string, string>>;
  readonly ignored: readonly string[];
}

function compareTab(table: Table, { rows }: WorkbookSheet): Comparison {
  const tab = TAB_LABELS[table.tab];
  if (rows.length > MOST_LINES)
    return empty([{ tab, line: 0, column: '', message: `${plural(MOST_LINES, 'ligne')} au plus` }]);
  const header = readHeader(table, rows[0] ?? []);
  const missing = table.columns.find(({ key }) => MARKS.includes(key) && !(key in header.places));
  if (missing)
    return empty([
      { tab, line: 1, column: '', message: `la colonne «\u00a0${missing.label}\u00a0» manque` }
    ]);
  const byId = new Map(table.known.map((row) => [row.id, row]));
  const seen = new Map<string, number>();
  const read = rows
    .slice(1)
    .map((cells, at) => readRow({ table, header, byId, seen }, cells, at + 2));
  return {
    changes: read.flatMap((one) => ('change' in one ? [one.change] : [])),
    stale: read.flatMap((one) => ('stale' in one ? [one.stale] : [])),
    errors: read.flatMap((one) => ('errors' in one ? one.errors : [])),
    ignored: [
      ...header.ignored.map((label) => `${tab}\u00a0: ${label}`),
      ...read.flatMap((one) => one.unread ?? [])
    ]
  };
}

function readHeader({ columns }: Table, cells: readonly RawCell[]): Header {
  const byLabel = new Map(columns.map((column) => [normalise(column.label), column]));
  const at: { column: Column; index: number }[] = [];
  const ignored: string[] = [];
  cells.forEach((cell, index) => {
    const label = typeof cell === 'string' ? cell : String(cell ?? '');
    const column = byLabel.get(normalise(label));
    if (column && !at.some((one) => one.column === column)) at.push({ column, index });
    else if (label.trim() !== '') ignored.push(label.trim());
  });
  const places = at.map(({ column, index }) => [
    column.key,
    `${letterOf(index)} (${column.label})`
  ]);
  return { at, ignored, places: Object.fromEntries(places) as Record<string, string> };
}

/** 0 → A, 27 → AB. */
function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

interface Scene {
  readonly table: Table;
  readonly header: Header;
  readonly byId: ReadonlyMap<string, TableRow>;
  /** Repère → the line that has it. */
  readonly seen: Map<string, number>;
}

type RowRead = (
  | { readonly same: true }
  | { readonly change: RowChange }
  | { readonly stale: StaleRow }
  | { readonly errors: readonly CellError[] }
) & { readonly unread?: readonly string[] };

function readRow(scene: Scene, raw: readonly RawCell[], line: number): RowRead {
  const { table, header, byId, seen } = scene;
  if (raw.every((cell) => cell === null || cell === undefined || String(cell).trim() === ''))
    return { same: true };
  const tab = TAB_LABELS[table.tab];
  const wrong = (key: string, message: string) => ({
    errors: [{ tab, line, column: header.places[key] ?? '', message }]
  });
  const id = idOf(header, raw);
  const known = id === '' ? null : (byId.get(id) ?? null);
  if (id !== '' && !known)
    return wrong(
      'id',
      `le repère «\u00a0${id}\u00a0» n’est pas de ce plan, ou sa ligne a été retirée`
    );
  const twice = seen.get(id);
  if (known && twice !== undefined) return wrong('id', `le même repère est à la ligne ${twice}`);
  seen.set(id, line);
  const { cells: typed, errors } = readCells(scene, raw, known);
  if (errors.length > 0) return { errors: errors.map((one) => ({ ...one, tab, line })) };
  const { cells, refused } = known ? keepTyped(known, typed) : { cells: typed, refused: [] };
  const unread = refused.map(
    ({ key, why }) => `${tab}, ligne ${line}, colonne ${header.places[key] ?? ''}\u00a0: ${why}`
  );
  const changed = Object.keys(cells).filter(
    (key) => !MARKS.includes(key) && cells[key] !== (known?.cells[key] ?? '')
  );
  const isNothing = changed.every((key) => cells[key] === '' || cells[key] === 'non');
  if (known ? changed.length === 0 : isNothing) return { same: true, unread };
  const change: RowChange = {
    ...{ tab: table.tab, line, known, cells, changed, places: header.places },
    ...{ nature: natureOf(table, cells, known), isRemoved: cells['removed'] === 'oui' }
  };
  return known && cells['version'] !== known.version
    ? { stale: { ...change, known, version: cells['version'] ?? '' }, unread }
    : { change, unread };
}

/** What somebody typed in a line: neither what it said when it was downloaded, nor what is only there to be read. */
function keepTyped({ cells: now, whyRead }: TableRow, cells: Readonly<Record<string, string>>) {
  const then = readDownloaded(cells['downloaded']);
  const differs = ([key, value]: readonly [string, string]) =>
    !MARKS.includes(key) && value !== (now[key] ?? '');
  const typed = Object.entries(cells).filter(
    (cell) => !differs(cell) || !then || cell[1] !== (then[cell[0]] ?? '')
  );
  const refused = typed.flatMap((cell) => {
    const why = differs(cell) ? whyRead?.(cell[0]) : null;
    return why ? [{ key: cell[0], why }] : [];
  });
  const isKept = (key: string) => !refused.some((one) => one.key === key);
  return { cells: Object.fromEntries(typed.filter(([key]) => isKept(key))), refused };
}

function idOf({ at }: Header, raw: readonly RawCell[]): string {
  const index = at.find(({ column }) => column.key === 'id')?.index;
  return index === undefined ? '' : String(raw[index] ?? '').trim();
}

function readCells({ table, header }: Scene, raw: readonly RawCell[], known: TableRow | null) {
  const cells: Record<string, string> = {};
  const errors: { column: string; message: string }[] = [];
  // The nature of a new indicator is read before its values.
  const inOrder = header.at.toSorted(
    (a, b) => Number(a.column.kind === 'value') - Number(b.column.kind === 'value')
  );
  const at = header.at.find(({ column }) => column.key === 'downloaded')?.index;
  const then = at === undefined ? null : readDownloaded(raw[at]);
  for (const { column, index } of inOrder) {
    const read = readCell(column, raw[index], natureOf(table, cells, known));
    const wrong = read.ok ? refusalOf(column, read.value, known, then) : read.wrong;
    if (wrong) errors.push({ column: header.places[column.key] ?? '', message: wrong });
    else if (read.ok) cells[column.key] = read.value;
  }
  return { cells, errors };
}

/** Why a line that is known cannot say this; null when it can. */
function refusalOf(
  { key, locked, required }: Column,
  value: string,
  known: TableRow | null,
  then: Readonly<Record<string, string>> | null
): string | null {
  if (!known || key === 'id' || key === 'version') return null;
  if (key === 'downloaded') return then ? null : (locked ?? null);
  if (required && value === '') return 'cette cellule ne peut pas être vide';
  const isTyped = value !== (known.cells[key] ?? '') && value !== then?.[key];
  return locked && isTyped ? locked : null;
}

function natureOf(
  { tab, columns }: Table,
  cells: Readonly<Record<string, string>>,
  known: TableRow | null
): IndicatorKind {
  if (tab !== 'indicators') return 'count';
  const choices = columns.find(({ key }) => key === 'kind')?.choices ?? {};
  const said = Object.entries(choices).find(([, words]) => words === cells['kind'])?.[0];
  return (said as IndicatorKind | undefined) ?? known?.nature ?? 'count';
}

/** Whether nobody wrote in a line since it was downloaded: what differs was changed here, and stays. */
export function isUntouched(
  { tab, known, cells }: StaleRow,
  plan: Tables['plan'],
  then: SheetDocument
): boolean {
  const rows =
    tab === 'sheets'
      ? [sheetRow(plan, then)]
      : tab === 'steps'
        ? stepRows(then)
        : fundingRows(then);
  const was = rows.find(({ id }) => id === known.id);
  return (
    was !== undefined &&
    Object.keys(cells).every((key) => MARKS.includes(key) || cells[key] === (was.cells[key] ?? ''))
  );
}
