/** Moving the files of documents from the database to an S3-compatible store, or back. */
import { sql } from 'kysely';
import type { Database, Tx } from '#server/db/connection.ts';
import type { Bucket } from '#server/storage/address.ts';
import { StorageFailure } from '#server/storage/failure.ts';
import { eraseRemoved, putFile, readFile, removeFile } from '#server/storage/files.ts';
import { FOLDER } from '../commands.ts';
import { listMisplaced, type FilePlace, type MisplacedFile } from './queries.ts';

export interface MoveOutcome {
  readonly moved: number;
  /** Bytes. */
  readonly size: number;
  /** What stays where it was, and why: for the operator. */
  readonly failed: readonly { readonly file: string; readonly detail: string }[];
}

/**
 * Moves every file that is elsewhere, one by one: copied, read back and compared, named by its document in its new place,
 * and only then removed from the former one, in one transaction. Stopped anywhere, it is started again: what was moved stays
 * moved, the rest is where it was, and a copy that nothing names is swept after a day. Two at once share the work.
 * @param options.bucket - the S3-compatible store. @param options.tell - called after each file.
 */
export async function moveFiles(
  db: Database,
  to: FilePlace,
  { bucket, tell }: { readonly bucket: Bucket; readonly tell?: (done: number) => void }
): Promise<MoveOutcome> {
  const failed: { file: string; detail: string }[] = [];
  const files = await listMisplaced(db, to);
  let [moved, size] = [0, 0];
  for (const file of files) {
    try {
      const isMoved = await db.transaction().execute((tx) => moveFile(tx, file, { to, bucket }));
      if (isMoved) [moved, size] = [moved + 1, size + file.size];
    } catch (error) {
      if (!(error instanceof StorageFailure)) throw error;
      failed.push({ file: file.fileName, detail: error.detail });
    }
    tell?.(moved + failed.length);
  }
  // The database lets go of its copy at once; the bucket, of what the transactions have asked to remove.
  while ((await eraseRemoved(db, bucket)) > 0);
  return { moved, size, failed };
}

/** @returns false when it went meanwhile, or was moved by another. @throws StorageFailure */
async function moveFile(
  tx: Tx,
  file: MisplacedFile,
  { to, bucket }: { readonly to: FilePlace; readonly bucket: Bucket }
): Promise<boolean> {
  // Whoever brings an earlier version back holds its document: no new row names the former place meanwhile.
  await sql`select from contribution where id in (select contribution_id from document_version where storage_key = ${file.key})
    order by id for no key update`.execute(tx);
  const { rows } = await sql`select from document_version where storage_key = ${file.key}`.execute(
    tx
  );
  if (rows.length === 0) return false;
  const bytes = await readFile(tx, file, bucket);
  const { mediaType } = file;
  const copy = await putFile(
    tx,
    { folder: FOLDER, bytes, mediaType },
    to === 'bucket' ? bucket : null
  );
  await readFile(tx, copy, bucket);
  await tx
    .updateTable('document_version')
    .set({ storage_key: copy.key })
    .where('storage_key', '=', file.key)
    .execute();
  await removeFile(tx, file.key);
  return true;
}
