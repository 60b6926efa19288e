import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ActionSheetId, PersonId } from '#shared/ids.ts';
import { compareSheets, type FieldChange } from '../../comparison/changes.ts';
import type { SheetDocument } from '../../comparison/content.ts';
import type { Plan } from '../../model.ts';
import { canReadSheet, canWriteSheet } from '../../rules.ts';
import type { ActionSheet } from '../../sheet.ts';
import { withSharedTitles } from '../shared/queries.ts';
import { readNames } from './names/queries.ts';

/** One state of a sheet, without its document. */
export interface VersionLine {
  readonly version: number;
  readonly at: Date;
  /** Null: nobody, or somebody who has left. */
  readonly by: { readonly id: PersonId; readonly name: string } | null;
  /** In French: « Enjeux et Leviers », « étapes ». */
  readonly change: string;
}

export interface SheetVersion extends VersionLine {
  readonly document: SheetDocument;
}

interface Row extends Omit<VersionLine, 'at'> {
  readonly at: string;
}

const LINE = sql`v.version, v.at, v.change,
  case when h.id is not null then json_build_object('id', h.id, 'name', h.name) end as by`;
const VERSIONS = sql`action_sheet_version v left join person h on h.id = v.person_id`;

/** A version of a sheet, whole, as it was kept. */
export async function findVersion(
  db: Executor,
  sheet: ActionSheetId,
  version: number
): Promise<SheetVersion | null> {
  const { rows } = await sql<Row & { document: SheetDocument }>`
    select ${LINE}, v.document from ${VERSIONS}
    where v.sheet_id = ${sheet} and v.version = ${version}`.execute(db);
  return rows[0] ? { ...rows[0], at: new Date(rows[0].at) } : null;
}

/** The versions of a sheet, the last first. @param page.before - older than this one. */
export async function listVersions(
  db: Executor,
  sheet: ActionSheetId,
  page: { readonly most: number; readonly before?: number | null }
): Promise<VersionLine[]> {
  const older = page.before ? sql`and v.version < ${page.before}` : sql``;
  const { rows } = await sql<Row>`
    select ${LINE} from ${VERSIONS} where v.sheet_id = ${sheet} ${older}
    order by v.version desc limit ${page.most}`.execute(db);
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

/** Who last changed a sheet since a version, and when; null when nobody has. */
export async function findChangeSince(
  db: Executor,
  sheet: ActionSheetId,
  version: number
): Promise<VersionLine | null> {
  const { rows } = await sql<Row>`
    select ${LINE} from ${VERSIONS} where v.sheet_id = ${sheet} and v.version > ${version}
    order by v.version desc limit 1`.execute(db);
  return rows[0] ? { ...rows[0], at: new Date(rows[0].at) } : null;
}

/** What only those who write a sheet are shown of its changes: it may name what others may not read. */
const WRITERS_ONLY = ['links', 'remainder'];

/**
 * What became of a sheet from one of its versions to another, for somebody who reads it.
 * @returns null when one of the two is not kept, or when the texts of the sheet are withheld from her; 'reserved' when she
 * could not have read one of the two: opening a sheet does not open what was written before.
 */
export async function compareVersions(
  db: Executor,
  actor: Actor,
  { plan, sheet }: { readonly plan: Plan; readonly sheet: ActionSheet },
  { from, to }: { readonly from: number; readonly to: number }
): Promise<FieldChange[] | 'reserved' | null> {
  const canWrite = canWriteSheet(actor, sheet.place);
  if (sheet.textsHidden && !canWrite) return null;
  const [before, after] = [
    await findVersion(db, sheet.id, from),
    await findVersion(db, sheet.id, to)
  ];
  if (!before || !after) return null;
  const read = ({ document: { visibility } }: SheetVersion) =>
    canReadSheet(actor, { ...sheet.place, visibility });
  if (!read(before) || !read(after)) return 'reserved';
  const names = await readNames(db, plan, [before.document, after.document]);
  const titled = async ({ document }: SheetVersion) => ({
    ...document,
    links: await withSharedTitles(db, actor, document.links)
  });
  const changes = compareSheets(await titled(before), await titled(after), plan.headings, names);
  return changes.filter(({ path }) => canWrite || !WRITERS_ONLY.includes(path));
}
