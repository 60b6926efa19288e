import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ActionSheetId, PersonId, PlanId, StructureId } from '#shared/ids.ts';
import type { SheetPlace } from '../../model.ts';
import { canReadSheet, canWriteSheet } from '../../rules.ts';
import type { ActionSheet, PartnerResource, SheetSummary } from '../../sheet.ts';
import { SUMMARY, TABLES, WHOLE } from './columns/queries.ts';

const NO_SUCH_SHEET = 'Cette fiche n’existe pas, ou vous ne pouvez pas la lire.';
const NOT_YOURS = 'Cette fiche est tenue par ses pilotes.';

type Which = { readonly plan: PlanId; readonly slug: string } | { readonly id: ActionSheetId };

/**
 * A sheet as an actor may read it: without its texts while they are withheld, unless she may write them again.
 * @throws NotFound when there is none, or none she may read.
 */
export async function getSheet(db: Executor, actor: Actor, which: Which): Promise<ActionSheet> {
  return readBy(actor, await findSheet(db, which));
}

/** A sheet that was found, as an actor may read it. @throws NotFound when she may not, or there is none. */
export function readBy(actor: Actor, sheet: ActionSheet | null): ActionSheet {
  if (!sheet || !canReadSheet(actor, sheet.place)) throw new NotFound(NO_SUCH_SHEET);
  if (!sheet.textsHidden || canWriteSheet(actor, sheet.place)) return sheet;
  return { ...sheet, texts: {}, remainder: '' };
}

/**
 * A sheet for whoever writes it: commands and pages of its writing begin with this one.
 * @throws NotFound when she may not read it. @throws Forbidden when she may read it and no more.
 */
export async function getWrittenSheet(
  db: Executor,
  actor: Actor,
  which: Which
): Promise<ActionSheet> {
  const sheet = readBy(actor, await findSheet(db, which));
  assertWriter(actor, sheet);
  return sheet;
}

/** @throws Forbidden unless the actor writes this sheet, that she reads. */
export function assertWriter(actor: Actor, sheet: ActionSheet): void {
  if (!canWriteSheet(actor, sheet.place)) throw new Forbidden(NOT_YOURS);
}

/** A sheet whoever asks: for what has already been decided (a job, a version). */
export async function findSheet(db: Executor, which: Which): Promise<ActionSheet | null> {
  const where =
    'id' in which
      ? sql`f.id = ${which.id} and f.removed_at is null`
      : sql`f.plan_id = ${which.plan} and f.slug = ${which.slug} and f.removed_at is null`;
  const rows = await read<Whole>(db, WHOLE, where);
  return rows[0] ? asSheet(rows[0]) : null;
}

/** The sheets of a plan that an actor may read, in the order of its axes. One statement for one as for five hundred. */
export async function listSheets(
  db: Executor,
  actor: Actor,
  plan: PlanId
): Promise<SheetSummary[]> {
  const rows = await read<Row>(db, SUMMARY, sql`f.plan_id = ${plan} and f.removed_at is null`);
  return rows.map(asSheet).filter(({ place }) => canReadSheet(actor, place));
}

/** Of some sheets, of whatever plans, those an actor may read. */
export async function listSheetsAmong(
  db: Executor,
  actor: Actor,
  ids: readonly ActionSheetId[]
): Promise<SheetSummary[]> {
  if (ids.length === 0) return [];
  const rows = await read<Row>(
    db,
    SUMMARY,
    sql`f.id = any(${ids}::bigint[]) and f.removed_at is null`
  );
  return rows.map(asSheet).filter(({ place }) => canReadSheet(actor, place));
}

/** Those of a plan, whole: for outputs and committees that are read. */
export async function listWholeSheets(
  db: Executor,
  actor: Actor,
  plan: PlanId
): Promise<ActionSheet[]> {
  const sheets = await listSheetsToFreeze(db, actor, plan);
  return sheets.map((sheet) =>
    sheet.textsHidden ? { ...sheet, texts: {}, remainder: '' } : sheet
  );
}

/**
 * The same with the texts that are withheld: only to be kept, never shown as they come. What is kept is hidden as long as
 * they are where it is read, and erased with them.
 */
export async function listSheetsToFreeze(
  db: Executor,
  actor: Actor,
  plan: PlanId
): Promise<ActionSheet[]> {
  const rows = await read<Whole>(db, WHOLE, sql`f.plan_id = ${plan} and f.removed_at is null`);
  return rows.map(asSheet).filter(({ place }) => canReadSheet(actor, place));
}

interface Placed {
  readonly planPlace: SheetPlace['plan'];
  readonly pilotStructures: StructureId[];
  readonly pilotPersons: PersonId[];
}
type Row = Omit<SheetSummary, 'place'> & Placed;
type Whole = Omit<ActionSheet, 'place'> & Placed & { readonly resources: PartnerResource[] };

function asSheet<T extends Row>({ planPlace, pilotStructures, pilotPersons, ...row }: T) {
  const { id, visibility } = row;
  const pilots = { structures: pilotStructures, persons: pilotPersons };
  return {
    ...row,
    updatedAt: new Date(row.updatedAt),
    place: { id, plan: planPlace, visibility, pilots }
  };
}

async function read<T>(
  db: Executor,
  columns: RawBuilder<unknown>,
  where: RawBuilder<unknown>
): Promise<T[]> {
  const { rows } = await sql<T>`select ${columns} from ${TABLES} where ${where}
    order by a.position nulls last, a.id, o.position nulls last, o.id, f.position, f.id`.execute(
    db
  );
  return rows;
}
