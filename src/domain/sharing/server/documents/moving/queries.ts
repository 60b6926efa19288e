import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { StoredFile } from '#server/storage/files.ts';

/** Where the files of documents are kept. */
export const FILE_PLACES = ['database', 'bucket'] as const;
export type FilePlace = (typeof FILE_PLACES)[number];

export interface MisplacedFile extends StoredFile {
  readonly mediaType: string;
  readonly fileName: string;
}

/** The files that are kept elsewhere, the smallest first: what is quick is done when something stops. */
export async function listMisplaced(db: Executor, to: FilePlace): Promise<MisplacedFile[]> {
  const elsewhere = to === 'bucket' ? 'db/%' : 's3/%';
  const { rows } = await sql<MisplacedFile>`
    select distinct on (size, storage_key) storage_key as key, size, sha256, media_type as "mediaType",
      file_name as "fileName"
    from document_version where storage_key like ${elsewhere} order by size, storage_key`.execute(
    db
  );
  return rows;
}
