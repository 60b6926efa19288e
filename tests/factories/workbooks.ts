import type { PersonActor } from '#domain/identity/model.ts';
import { importWorkbook } from '#domain/plans/server/exchange/commands.ts';
import { readTables } from '#domain/plans/server/exchange/queries.ts';
import {
  readPlanWorkbook,
  writePlanWorkbook
} from '#domain/plans/server/exchange/workbook/documents.ts';
import type { RawCell } from '#domain/plans/tables/cells.ts';
import type { WorkbookSheet } from '#domain/plans/tables/comparison.ts';
import type { Database } from '#server/db/connection.ts';

/** The workbook of a plan, as somebody downloads it and opens it. */
export async function aWorkbook(
  db: Database,
  actor: PersonActor,
  slug: string,
  now: Date
): Promise<WorkbookSheet[]> {
  const { tables, years } = await readTables(db, actor, slug, now);
  return readPlanWorkbook(await writePlanWorkbook(tables, years));
}

/** The same with other cells: « Étapes », line 2, « Échéance ». */
export function retyped(
  workbook: readonly WorkbookSheet[],
  cells: readonly (readonly [tab: string, line: number, column: string, cell: RawCell])[]
): WorkbookSheet[] {
  const copy = workbook.map(({ name, rows }) => ({ name, rows: rows.map((row) => [...row]) }));
  for (const [tab, line, column, cell] of cells) {
    const { rows } = copy.find(({ name }) => name === tab)!;
    while (rows.length < line) rows.push(rows[0]!.map(() => null));
    const at = rows[0]!.indexOf(column);
    if (at < 0) throw new Error(`No column « ${column} » in « ${tab} ».`);
    rows[line - 1]![at] = cell;
  }
  return copy;
}

/** Brings it back. */
export function bringBack(
  db: Database,
  actor: PersonActor,
  slug: string,
  sent: {
    readonly workbook: readonly WorkbookSheet[];
    readonly now: Date;
    readonly dryRun?: boolean;
    readonly reread?: boolean;
  }
) {
  return importWorkbook(db, actor, { dryRun: false, ...sent, plan: slug });
}
