/** The files of a document, and how they are read. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { StoredFile } from '#server/storage/files.ts';
import { NotFound } from '#shared/errors.ts';
import type { ContributionId } from '#shared/ids.ts';
import { formatOf } from '../../documents/formats.ts';
import { canReadEarlier, type FileVersion, type TextState } from '../../documents/versions.ts';
import { getContribution } from '../queries.ts';

interface Row {
  readonly contribution: ContributionId;
  readonly number: number;
  readonly fileName: string;
  readonly mediaType: string;
  readonly size: number;
  readonly note: string;
  readonly uploadedBy: string | null;
  readonly uploadedAt: Date;
  readonly textState: TextState;
}

const COLUMNS = sql`v.contribution_id as contribution, v.number, v.file_name as "fileName", v.media_type as "mediaType",
  v.size, v.note, p.name as "uploadedBy", v.uploaded_at as "uploadedAt", v.text_state as "textState"`;
const TABLES = sql`document_version v left join person p on p.id = v.uploaded_by`;

/** The files of a document, the current one first. The caller has decided who may read them. */
export async function listFileVersions(db: Executor, id: ContributionId): Promise<FileVersion[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from ${TABLES} where v.contribution_id = ${id} order by v.number desc`.execute(
    db
  );
  return rows.map(asVersion);
}

/** The current file of each document: one statement for one as for fifty. The caller has decided who may read them. */
export async function listCurrentFiles(
  db: Executor,
  ids: readonly ContributionId[]
): Promise<Map<ContributionId, FileVersion>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select distinct on (v.contribution_id) ${COLUMNS} from ${TABLES}
    where v.contribution_id = any(${ids}::bigint[]) order by v.contribution_id, v.number desc`.execute(
    db
  );
  return new Map(rows.map((row) => [row.contribution, asVersion(row)]));
}

export interface OpenedFile {
  readonly version: FileVersion;
  readonly file: StoredFile;
}

/**
 * A file of a document, for who may read it: the current one when no number is asked.
 * @throws NotFound when there is none, or none she may read.
 */
export async function openFile(
  db: Executor,
  actor: Actor,
  slug: string,
  number: number | null
): Promise<OpenedFile> {
  const document = await getContribution(db, actor, { kind: 'document', slug });
  const { rows } = await sql<Row & StoredFile>`
    select ${COLUMNS}, v.storage_key as key, v.sha256
    from ${TABLES} where v.contribution_id = ${document.id} order by v.number desc`.execute(db);
  const found = number === null ? rows[0] : rows.find((row) => row.number === number);
  const isEarlier = found !== rows[0];
  if (!found || (isEarlier && !canReadEarlier(actor, document.place)))
    throw new NotFound('Ce fichier n’existe pas, ou vous ne pouvez pas le lire.');
  const { key, sha256, size } = found;
  return { version: asVersion(found), file: { key, sha256, size } };
}

/** What could be read in the current file; '' when nothing. The caller has decided who may read it. */
export async function readCurrentText(db: Executor, id: ContributionId): Promise<string> {
  const row = await db
    .selectFrom('document_version')
    .select('text')
    .where('contribution_id', '=', id)
    .orderBy('number', 'desc')
    .executeTakeFirst();
  return row?.text ?? '';
}

function asVersion(row: Row): FileVersion {
  const { number, fileName, mediaType, size, note, uploadedBy, uploadedAt, textState } = row;
  const format = formatOf(mediaType);
  return { number, fileName, format, mediaType, size, note, uploadedBy, uploadedAt, textState };
}
