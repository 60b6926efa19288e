import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';
import { eraseRemoved, listFiles, removeFile } from '#server/storage/files.ts';
import { FOLDER } from '../commands.ts';

const DAY_MS = 86_400_000;

/**
 * Removes files that no document names: what an S3-compatible store received from a transaction that failed. One younger
 * than a day may still be waiting for its document.
 * @returns how many.
 */
export async function sweepFiles(db: Database, now: Date): Promise<number> {
  const before = new Date(now.getTime() - DAY_MS);
  let swept = 0;
  for await (const keys of listFiles(db, { folder: FOLDER, before })) {
    const { rows } = await sql<{ key: string }>`
      select k.key from unnest(${keys}::text[]) as k (key)
      where not exists (select from document_version v where v.storage_key = k.key)`.execute(db);
    for (const { key } of rows) await removeFile(db, key);
    swept += rows.length;
  }
  return swept;
}

/** Takes out of the S3-compatible store what was removed. @returns how many. */
export function eraseFilesRemoved(db: Database): Promise<number> {
  return eraseRemoved(db);
}
