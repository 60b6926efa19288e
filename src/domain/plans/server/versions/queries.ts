import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { ActionSheetId, PersonId } from '#shared/ids.ts';
import type { SheetDocument } from '../../comparison/content.ts';

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
