/** A workbook brought back into its plan: compared, tried, then written whole or not at all. */
import { sql } from 'kysely';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { PlanId } from '#shared/ids.ts';
import type { ActionSheet } from '../../sheet.ts';
import { TAB_LABELS } from '../../tables/columns.ts';
import {
  compareTables,
  isUntouched,
  type CellError,
  type Comparison,
  type StaleRow,
  type WorkbookSheet
} from '../../tables/comparison.ts';
import { readVersion, type Tables } from '../../tables/rows.ts';
import { showChange, type ShownChange } from '../../tables/showing.ts';
import { today } from '../../wording.ts';
import { getLedPlan } from '../queries.ts';
import { lockWrittenPlan, tracePlan } from '../setup/rows/commands.ts';
import { findChangeSince, findVersion } from '../versions/queries.ts';
import { holdLeaning } from '../writing/fields/commands.ts';
import { tablesOf } from './queries.ts';
import { writeFundingRows, writeIndicatorRows, writeStepRows } from './rows/commands.ts';
import type { Session } from './session/commands.ts';
import { writeSheetRows } from './sheets/commands.ts';

export interface WorkbookAsked {
  readonly plan: string;
  readonly workbook: readonly WorkbookSheet[];
  /** Says what would change, and writes nothing. */
  readonly dryRun: boolean;
  readonly reread?: boolean;
  readonly now: Date;
}

export interface WorkbookOutcome {
  /** Whether it was written: never with an error, nor with a text to read again. */
  readonly isWritten: boolean;
  readonly changes: readonly ShownChange[];
  readonly errors: readonly CellError[];
  readonly readings: SecondReading;
  /** What the workbook has that a plan does not. */
  readonly ignored: readonly string[];
}

/**
 * Brings a workbook back: all it says is written, or nothing. A line that somebody changed here since it was downloaded is
 * refused and named, unless the workbook did not touch it. A dry run does it all, then undoes it: what it says is what would
 * happen.
 * @throws NotFound, Forbidden unless the actor leads the plan, and it is not closed.
 */
export function importWorkbook(
  executor: Executor,
  actor: Actor,
  asked: WorkbookAsked
): Promise<WorkbookOutcome> {
  return inTransaction(executor, async (tx) => {
    const { id } = await getLedPlan(tx, actor, { slug: asked.plan });
    await sql`savepoint workbook`.execute(tx);
    const outcome = await bringBack(tx, actor, id, asked);
    if (!outcome.isWritten) await sql`rollback to savepoint workbook`.execute(tx);
    return outcome;
  });
}

async function bringBack(
  tx: Tx,
  actor: Actor,
  id: PlanId,
  { workbook, dryRun, reread = false, now }: WorkbookAsked
): Promise<WorkbookOutcome> {
  const plan = await lockWrittenPlan(tx, actor, id);
  await holdLeaning(tx);
  await holdRows(tx, plan.id);
  const { tables, years } = await tablesOf(tx, actor, plan, now);
  const comparison = compareTables(tables, workbook, years);
  const session: Session = {
    ...{ tx, actor, tables, today: today(now), reread },
    ...{ errors: [...comparison.errors], readings: [], opened: new Map(), renumbered: new Map() }
  };
  session.errors.push(...(await listStale(tx, tables, comparison.stale)));
  await write(session, comparison);
  const { errors, readings } = session;
  const isRead = reread || readings.length === 0;
  const isWritten = comparison.changes.length > 0 && !dryRun && errors.length === 0 && isRead;
  if (isWritten) await tracePlan(tx, actor, 'plan.workbook', plan);
  const changes = comparison.changes.map((change) => showChange(change, plan, years));
  return { isWritten, changes, errors, readings, ignored: comparison.ignored };
}

/** Whoever writes a sheet or an indicator of the plan meanwhile waits, then reads what was written. */
async function holdRows(tx: Tx, plan: number): Promise<void> {
  await sql`select from action_sheet where plan_id = ${plan} order by id for no key update`.execute(
    tx
  );
  await sql`select from indicator where plan_id = ${plan} order by id for update`.execute(tx);
}

async function write(session: Session, { changes }: Comparison): Promise<void> {
  const of = (tab: (typeof changes)[number]['tab']) => changes.filter((one) => one.tab === tab);
  await writeSheetRows(session, of('sheets'));
  await writeStepRows(session, of('steps'));
  await writeFundingRows(session, of('funding'));
  await writeIndicatorRows(session, of('indicators'));
}

/** Of lines that differ from what they are now, those that the workbook changed: they would undo what somebody did. */
async function listStale(tx: Tx, tables: Tables, stale: readonly StaleRow[]): Promise<CellError[]> {
  const errors: CellError[] = [];
  for (const row of stale) {
    const sheet = sheetOf(tables, row);
    const { version, textsHidden } = readVersion(row.version);
    const then = sheet && version > 0 ? await findVersion(tx, sheet.id, version) : null;
    const read = then && (textsHidden ? { ...then.document, texts: {} } : then.document);
    if (read && isUntouched(row, tables.plan, read)) continue;
    errors.push({
      ...{ tab: TAB_LABELS[row.tab], line: row.line, column: row.places['version'] ?? '' },
      message: await tellStale(tx, sheet, row)
    });
  }
  return errors;
}

function sheetOf({ sheets }: Tables, { tab, known }: StaleRow): ActionSheet | null {
  const found = sheets.find(({ id, steps }) => {
    if (tab === 'sheets') return String(id) === known.id;
    if (tab === 'funding') return known.id.startsWith(`${id}-`);
    return tab === 'steps' && steps.some((step) => String(step.id) === known.id);
  });
  return found ?? null;
}

const AGAIN = 'téléchargez-le de nouveau pour cette ligne';

async function tellStale(tx: Tx, sheet: ActionSheet | null, row: StaleRow): Promise<string> {
  const { version, textsHidden } = readVersion(row.version);
  if (sheet && row.tab === 'sheets' && textsHidden !== sheet.textsHidden)
    return textsHidden
      ? `les textes de cette fiche étaient masqués quand ce classeur a été téléchargé\u00a0: ${AGAIN}`
      : 'les textes de cette fiche ont été masqués depuis que ce classeur a été téléchargé, le temps d’une relecture';
  const last = sheet && (await findChangeSince(tx, sheet.id, version));
  const by = last?.by ? ` par ${last.by.name}` : '';
  const what = last?.change ? ` (${last.change})` : '';
  return `modifiée${by} depuis que ce classeur a été téléchargé${what}\u00a0: ${AGAIN}`;
}
