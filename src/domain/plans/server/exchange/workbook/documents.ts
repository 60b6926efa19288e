/** The workbook of a plan, written and read. */
import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import writeWorkbook, { type Cell, type Feature, type Sheet } from 'write-excel-file/node';
import { neutralise } from '#domain/directory/transfer/cells.ts';
import { readWorkbookSheets } from '#domain/directory/server/transfer/workbook/documents.ts';
import type { IndicatorKind } from '../../../indicators.ts';
import type { Column, RawCell } from '../../../tables/cells.ts';
import { columnsOf, TAB_LABELS, TABS, type Tab } from '../../../tables/columns.ts';
import type { WorkbookSheet } from '../../../tables/comparison.ts';
import { rowsOf, type TableRow, type Tables } from '../../../tables/rows.ts';
import { guideOf } from '../../../tables/guide.ts';

/** Sheets, steps, funding and indicators, each with what finds its lines again; then how it is filled. */
export function writePlanWorkbook(tables: Tables, years: readonly number[]): Promise<Buffer> {
  const sheets = [...TABS.map((tab) => sheetOf(tab, tables, years)), guideSheet()];
  return writeWorkbook(sheets, { features: [hiding(tables, years)] }).toBuffer();
}

/** Hides columns, which the library does not by itself. */
function hiding({ plan }: Tables, years: readonly number[]): Feature<Stream | Buffer | Blob> {
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transformElementAttributes: (tag, attributes, index, _options, { sheetIndex }) => {
            const tab = TABS[sheetIndex];
            const column = tab && columnsOf(tab, plan, years)[index ?? -1];
            return tag === 'col' && column?.hidden ? { ...attributes, hidden: 1 } : attributes;
          }
        }
      }
    }
  };
}

/** @throws UnreadableFile when it is no workbook, or would fill the memory. */
export async function readPlanWorkbook(bytes: Buffer): Promise<WorkbookSheet[]> {
  const sheets = await readWorkbookSheets(bytes);
  return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data as RawCell[][] }));
}

function sheetOf(tab: Tab, tables: Tables, years: readonly number[]): Sheet<Buffer> {
  const columns = columnsOf(tab, tables.plan, years);
  return {
    sheet: TAB_LABELS[tab],
    stickyRowsCount: 1,
    columns: columns.map(({ width }) => ({ width })),
    data: [
      columns.map(({ label, locked }) => headerCell(label, locked !== undefined)),
      ...rowsOf(tab, tables).map((row) => columns.map((column) => cellOf(column, row)))
    ]
  };
}

function headerCell(value: string, isLocked: boolean): Cell {
  return {
    value: neutralise(value),
    type: String,
    ...{ fontWeight: 'bold', wrap: true, alignVertical: 'top' },
    backgroundColor: isLocked ? '#E8E8E4' : '#DCE9E6'
  };
}

function cellOf({ key, kind }: Column, row: TableRow): Cell {
  const value = key === 'id' || key === 'version' ? row[key] : (row.cells[key] ?? '');
  if (value === '') return null;
  switch (kind) {
    case 'day':
      return { value: new Date(`${value}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy', ...TOP };
    case 'euros':
      return { value: Number(value) / 100, type: Number, format: '#,##0.00', ...TOP };
    case 'number':
      return { value: Number(value), type: Number, ...TOP };
    case 'value':
      return measuredCell(Number(value), row.nature ?? 'count');
    case 'key':
      return { value, type: String, format: '@', ...TOP };
    default:
      // Format « @ »: a text, whatever it looks like, and what a person types there next too.
      return { value: neutralise(value), type: String, format: '@', wrap: true, ...TOP };
  }
}

const TOP = { alignVertical: 'top' } as const;

function measuredCell(value: number, nature: IndicatorKind): Cell {
  switch (nature) {
    case 'share':
      return { value, type: Number, format: '0.##%', ...TOP };
    case 'amount':
      return { value: value / 100, type: Number, format: '#,##0.00', ...TOP };
    case 'yes-no':
      return { value: value === 0 ? 'non' : 'oui', type: String, format: '@', ...TOP };
    default:
      return { value, type: Number, ...TOP };
  }
}

function guideSheet(): Sheet<Buffer> {
  return {
    sheet: 'Mode d’emploi',
    columns: [{ width: 100 }],
    data: guideOf().map((line, at) => [
      { value: line, type: String, wrap: true, ...(at === 0 && { fontWeight: 'bold' }) }
    ])
  };
}
