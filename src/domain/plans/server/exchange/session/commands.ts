/** What the commands of one import share: where they write, and what stood in their way. */
import type { FieldReading, SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Tx } from '#server/db/connection.ts';
import type { Issue } from '#shared/errors.ts';
import type { ActionSheetId } from '#shared/ids.ts';
import { TAB_LABELS } from '../../../tables/columns.ts';
import type { CellError, RowChange } from '../../../tables/comparison.ts';
import type { Tables } from '../../../tables/rows.ts';

export interface Session {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly tables: Tables;
  /** A civil day. */
  readonly today: string;
  readonly reread: boolean;
  readonly errors: CellError[];
  readonly readings: FieldReading[];
  /** The sheets that the workbook opens, by their number. */
  readonly opened: Map<string, ActionSheetId>;
  /** The numbers that the workbook gives to sheets that are there. */
  readonly renumbered: Map<ActionSheetId, string>;
}

/** Says what is wrong with a line; the path of a field is that of its column (« pilots.2 » is of « pilots »). */
export function refuse(
  { errors }: Session,
  { tab, line, places }: RowChange,
  issues: readonly Issue[]
): void {
  for (const { path, message } of issues)
    errors.push({ ...{ tab: TAB_LABELS[tab], line, message }, column: placeOf(places, path) });
}

function placeOf(places: RowChange['places'], path: string): string {
  const parts = path.split('.');
  for (let many = parts.length; many > 0; many--) {
    const found = places[parts.slice(0, many).join('.')];
    if (found) return found;
  }
  return '';
}

/**
 * Tries a command; where its text is to be read again, notes the passages and goes on, so that a whole workbook is read
 * again at once.
 */
export async function insist<T extends { readonly ok: boolean }>(
  session: Session,
  change: RowChange,
  attempt: (reread: boolean) => Promise<T | SecondReadingRefusal>
): Promise<T> {
  const first = await attempt(session.reread);
  if (!isUnread(first)) return first;
  const { tab, line, places } = change;
  for (const { field, passages } of first.readings) {
    const column = placeOf(places, field);
    const where = [`${TAB_LABELS[tab]}, ligne ${line}`, column && `colonne ${column}`];
    session.readings.push({ field: where.filter(Boolean).join(', '), passages });
  }
  const second = await attempt(true);
  if (isUnread(second)) throw new Error('A text that was read again is to be read again.');
  return second;
}

function isUnread(answer: object): answer is SecondReadingRefusal {
  return 'reason' in answer && answer.reason === 'second-reading';
}

/** The sheet that a line names by its number, as the workbook numbers them. */
export function findSheetOf(
  { tables, opened, renumbered }: Session,
  number: string
): ActionSheetId | null {
  const known = tables.sheets.find(
    (sheet) => (renumbered.get(sheet.id) ?? sheet.number).trim() === number
  );
  return opened.get(number) ?? known?.id ?? null;
}
