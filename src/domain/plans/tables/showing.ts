/** What a workbook would change, as a person reads it before she says yes. */
import type { Plan } from '../model.ts';
import { nameSheet } from '../sheet.ts';
import { showCell } from './cells.ts';
import { columnsOf, TAB_LABELS } from './columns.ts';
import type { RowChange } from './comparison.ts';

export interface ShownChange {
  readonly tab: string;
  readonly line: number;
  /** « fiche 28 : … », « Choisir le lieu (fiche 28) ». */
  readonly name: string;
  readonly what: 'new' | 'changed' | 'removed';
  readonly cells: readonly {
    readonly label: string;
    readonly before: string;
    readonly after: string;
  }[];
}

export function showChange(
  change: RowChange,
  plan: Pick<Plan, 'headings' | 'sheetWord'>,
  years: readonly number[]
): ShownChange {
  const { tab, line, known, cells, changed, isRemoved, nature } = change;
  const columns = columnsOf(tab, plan, years).filter(
    ({ key }) => changed.includes(key) && key !== 'removed' && key !== 'sheet'
  );
  const what = isRemoved ? 'removed' : known ? 'changed' : 'new';
  return {
    ...{ tab: TAB_LABELS[tab], line, what, name: nameOf(change, plan) },
    cells:
      what === 'removed'
        ? []
        : columns
            .map((column) => ({
              label: column.label,
              before: showCell(column, known?.cells[column.key] ?? '', known?.nature ?? nature),
              after: showCell(column, cells[column.key] ?? '', nature)
            }))
            .filter(({ before, after }) => before !== after && (known !== null || after !== 'non'))
  };
}

function nameOf({ tab, known, cells }: RowChange, { sheetWord }: Pick<Plan, 'sheetWord'>): string {
  const said = { ...cells, ...known?.cells };
  const { number = '', code = '', title = '' } = said;
  if (tab === 'sheets')
    return number ? `${nameSheet(sheetWord, { number, code })}\u00a0: ${title}` : title;
  const name = (tab === 'steps' ? title : tab === 'funding' ? said['funder'] : said['label']) ?? '';
  return said['sheet'] ? `${name} (${sheetWord} ${said['sheet']})` : name;
}
