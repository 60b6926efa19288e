/**
 * Files, by key: in the database, or in an S3-compatible store when one is configured. A key says which of the two keeps
 * it, so that what was stored before the configuration changed is still read.
 */
import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Executor } from '#server/db/connection.ts';
import { environment } from '#server/env.ts';
import { log } from '#server/log.ts';
import type { Bucket } from './address.ts';
import { deleteObject, getObject, listObjects, putObject } from './bucket.ts';
import { LostFile } from './failure.ts';

export interface StoredFile {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Null: the database. */
type Store = Bucket | null;

/** Held, shared, by whoever copies files out of their store and needs them all: nothing is erased there meanwhile. */
export const FILES_ARE_READ = 0x4d44;

/** So that one slow download holds little in memory. */
const SLICE = 512_000;

/**
 * Keeps a file, in the transaction of what names it. If that one fails, what an S3-compatible store received is found by
 * `listFiles`.
 * @param file.folder - what keeps it: « documents ». @throws StorageFailure
 */
export async function putFile(
  executor: Executor,
  file: { readonly folder: string; readonly bytes: Uint8Array; readonly mediaType: string },
  store: Store = environment().storage
): Promise<StoredFile> {
  const { folder, bytes, mediaType } = file;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const name = `${folder}/${randomUUID()}`;
  const key = `${store ? 's3' : 'db'}/${name}`;
  if (store) await putObject(store, name, { bytes, mediaType, sha256 });
  else
    await executor
      .insertInto('stored_file')
      .values({ key, media_type: mediaType, bytes: Buffer.from(bytes) })
      .execute();
  return { key, size: bytes.length, sha256 };
}

/**
 * A file as it was stored, piece by piece. The last piece comes only once the whole has been compared with what was
 * stored: a damaged file never arrives whole. @throws StorageFailure when there is none, or it is not the same.
 */
export async function getFile(
  db: Executor,
  file: StoredFile,
  store: Store = environment().storage
): Promise<AsyncIterable<Uint8Array>> {
  const object = isOutside(file.key) && store ? await getObject(store, nameOf(file.key)) : null;
  // Restored where there is no store, a file of a store is in the database, under the same key.
  return checked(file, object ?? rowPieces(db, file));
}

/** Whole, in memory. @throws StorageFailure */
export async function readFile(
  db: Executor,
  file: StoredFile,
  store: Store = environment().storage
): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(await getFile(db, file, store)));
}

/**
 * Puts back a file of an S3-compatible store under the key that names it: in the store there is, else in the database.
 * @throws StorageFailure
 */
export async function restoreFile(
  executor: Executor,
  file: StoredFile & { readonly mediaType: string },
  bytes: Uint8Array,
  store: Store = environment().storage
): Promise<void> {
  const { key, mediaType, sha256 } = file;
  if (store) await putObject(store, nameOf(key), { bytes, mediaType, sha256 });
  else
    await executor
      .insertInto('stored_file')
      .values({ key, media_type: mediaType, bytes: Buffer.from(bytes) })
      .execute();
}

/** Removes a file when the transaction is committed, and only then. Done again, it changes nothing. */
export async function removeFile(executor: Executor, key: string): Promise<void> {
  await sql`select remove_stored_file(${key})`.execute(executor);
}

/** Keys of a folder stored before then, a page at a time: what nothing names any more is for `removeFile`. */
export async function* listFiles(
  db: Executor,
  { folder, before }: { readonly folder: string; readonly before: Date },
  store: Store = environment().storage
): AsyncGenerator<string[]> {
  const rows = await db
    .selectFrom('stored_file')
    .select('key')
    .where((where) =>
      where.or([where('key', 'like', `db/${folder}/%`), where('key', 'like', `s3/${folder}/%`)])
    )
    .where('stored_at', '<', before)
    .execute();
  yield rows.map(({ key }) => key);
  if (!store) return;
  for await (const names of listObjects(store, { prefix: `${folder}/`, before }))
    yield names.map((name) => `s3/${name}`);
}

/**
 * Takes out of the S3-compatible store what was asked to go; at another time, when a backup reads it.
 * @returns how many went.
 */
export async function eraseRemoved(
  db: Database,
  store: Store = environment().storage
): Promise<number> {
  return db.connection().execute(async (connection) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_lock(${FILES_ARE_READ}) as mine`.execute(connection);
    if (!rows[0]?.mine) return 0;
    try {
      return (
        (await eraseRestored(connection)) + (store ? await eraseObjects(connection, store) : 0)
      );
    } finally {
      await sql`select pg_advisory_unlock(${FILES_ARE_READ})`.execute(connection);
    }
  });
}

/** Those that a restoration put in the database, under the key of a store. */
async function eraseRestored(db: Executor): Promise<number> {
  const { rows } = await sql<{ key: string }>`
    delete from stored_file where key in (select key from stored_file_removal) returning key`.execute(
    db
  );
  const keys = rows.map(({ key }) => key);
  if (keys.length > 0)
    await db.deleteFrom('stored_file_removal').where('key', 'in', keys).execute();
  return keys.length;
}

async function eraseObjects(db: Executor, store: Bucket): Promise<number> {
  const rows = await db.selectFrom('stored_file_removal').select('key').limit(1000).execute();
  for (const { key } of rows) {
    await deleteObject(store, nameOf(key));
    await db.deleteFrom('stored_file_removal').where('key', '=', key).execute();
  }
  return rows.length;
}

const isOutside = (key: string) => key.startsWith('s3/');
const nameOf = (key: string) => key.slice('s3/'.length);

async function* rowPieces(db: Executor, { key, size }: StoredFile): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size; at += SLICE) {
    const { rows } = await sql<{ piece: Buffer }>`
      select substring(bytes from ${at + 1}::int for ${SLICE}::int) as piece
      from stored_file where key = ${key}`.execute(db);
    if (!rows[0] || rows[0].piece.length === 0) throw failure(`no row ${key}`);
    yield rows[0].piece;
  }
}

async function* checked(
  { key, sha256, size }: StoredFile,
  pieces: AsyncIterable<Uint8Array>
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let held: Uint8Array | null = null;
  let length = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    length += piece.length;
    if (length > size) throw failure(`${key} is longer than what was stored`);
    if (held) yield held;
    held = piece;
  }
  if (hash.digest('hex') !== sha256) throw failure(`${key} is not what was stored`);
  if (held) yield held;
}

function failure(detail: string): LostFile {
  log.error({ detail }, 'a stored file cannot be read');
  return new LostFile(detail);
}
