import { createHash } from 'node:crypto';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import type { Database } from '#server/db/connection.ts';
import { Refusal } from '#server/refusal.ts';
import { FILES_ARE_READ } from '#server/storage/files.ts';
import { VERSION } from '#server/version.ts';
import { ARCHIVE_END, entryHeader, padding, sealOf } from './archive.ts';
import {
  connectForCopy,
  listTables,
  onOneConnection,
  quoted,
  readSequences,
  withColumns,
  type Table
} from './catalog.ts';
import { checkBackup } from './check.ts';
import { copyOut } from './copy.ts';
import {
  CONTENTS,
  FORMAT,
  MANIFEST,
  partName,
  SECRET,
  type Contents,
  type Manifest
} from './manifest.ts';
import { Tally } from './tally.ts';

/** What is outside the tables, given by who knows it. */
export interface Outside {
  /** Files of an S3-compatible store, as the transaction of the backup sees them. */
  listFiles(db: Database): Promise<Manifest['files']>;
  /** Whole. @returns null when the store has lost it. @throws when the store does not answer. */
  readFile(file: Manifest['files'][number]): Promise<Buffer | null>;
  /** What signs links and connections; null when the operator keeps it. */
  readonly secret: string | null;
}

export interface Backup {
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly rows: number;
  readonly files: number;
  /** Keys of files that their store has lost: the rest is saved. */
  readonly lost: readonly string[];
}

/** Of two backups at once, the second is refused. */
const ONE_AT_A_TIME = 0x4d43;
const PART = 1_000_000;
const UNFINISHED = '.en-cours';
/** No backup takes as long. */
const ABANDONED_MS = 24 * 3_600_000;

/**
 * Writes everything the database holds at one instant, people writing meanwhile or not, into a file readable by this
 * account alone. It has its name only once it is whole, on disk, and read again.
 * @param url - of the database. @param file - must not exist.
 * @throws Refusal: another backup is under way, the file exists, no room left… Nothing of it is left then.
 */
export async function makeBackup(url: string, file: string, outside: Outside): Promise<Backup> {
  const target = resolve(file);
  await prepareTarget(target);
  const client = await connectForCopy(url);
  const unfinished = `${target}.${process.pid}${UNFINISHED}`;
  try {
    await takeTurn(client);
    const lost = await writeBackup(client, unfinished, outside);
    const { manifest, contents, size, sha256 } = await checkBackup(unfinished);
    await rename(unfinished, target);
    await syncFolder(dirname(target));
    const rows = Object.values(contents.tables).reduce((sum, content) => sum + content.rows, 0);
    return { file: target, size, sha256, rows, files: manifest.files.length - lost.length, lost };
  } catch (error) {
    await rm(unfinished, { force: true });
    throw explain(error, dirname(target));
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function prepareTarget(target: string): Promise<void> {
  const exists = await access(target).then(
    () => true,
    () => false
  );
  if (exists)
    throw new Refusal(`« ${target} » existe déjà : indiquez un autre nom. Rien n’a été changé.`);
  try {
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await forgetUnfinished(dirname(target));
  } catch (error) {
    throw explain(error, dirname(target));
  }
}

/** What a process killed in the middle of a backup left. */
async function forgetUnfinished(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(UNFINISHED));
  for (const name of names) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > ABANDONED_MS) await rm(path, { force: true });
  }
}

async function takeTurn(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ mine: boolean }>(
    'select pg_try_advisory_lock($1) as mine',
    [ONE_AT_A_TIME]
  );
  if (!rows[0]?.mine)
    throw new Refusal('Une sauvegarde de cette base est déjà en cours : attendez qu’elle finisse.');
  await client.query('select pg_advisory_lock_shared($1)', [FILES_ARE_READ]);
}

/** @returns the keys of lost files. */
async function writeBackup(
  client: pg.Client,
  path: string,
  outside: Outside
): Promise<readonly string[]> {
  const handle = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  const lost: string[] = [];
  try {
    await pipeline(
      Readable.from(entries(client, outside, lost)),
      createGzip(),
      async function* sealed(pieces: AsyncIterable<Buffer>) {
        for await (const piece of pieces) {
          hash.update(piece);
          yield piece;
        }
        yield sealOf(hash.digest('hex'));
      },
      async (pieces: AsyncIterable<Buffer>) => {
        for await (const piece of pieces) await handle.appendFile(piece);
      }
    );
    await handle.sync();
  } finally {
    await handle.close();
  }
  return lost;
}

async function* entries(
  client: pg.Client,
  outside: Outside,
  lost: string[]
): AsyncGenerator<Buffer> {
  await client.query('begin isolation level repeatable read read only');
  const tables = await listTables(client);
  // The schema stays as it is until the end; whoever would change it waits.
  await client.query(
    `lock table ${tables.map(({ name }) => quoted(name)).join(', ')} in access share mode`
  );
  const manifest = await describe(client, tables, await outside.listFiles(onOneConnection(client)));
  yield* entry(MANIFEST, Buffer.from(JSON.stringify(manifest, null, 1)));
  if (outside.secret !== null) yield* entry(SECRET, Buffer.from(outside.secret));
  const contents: Contents = { tables: {}, sequences: {}, lost };
  for (const table of tables) {
    const tally = new Tally();
    yield* tableEntries(client, table, tally);
    contents.tables[table.name] = tally.content;
  }
  // Read last: sequences belong to no transaction, and may only be ahead of the rows.
  contents.sequences = await readSequences(client);
  await client.query('commit');
  yield* fileEntries(manifest.files, outside, lost);
  yield* entry(CONTENTS, Buffer.from(JSON.stringify(contents, null, 1)));
  yield ARCHIVE_END;
}

async function describe(
  client: pg.Client,
  tables: readonly Table[],
  files: Manifest['files']
): Promise<Manifest> {
  const { rows } = await client.query<{ name: string }>('select name from kysely_migration');
  const server = await client.query<{ version: string }>(
    `select current_setting('server_version') as version`
  );
  return {
    format: FORMAT,
    version: VERSION,
    postgres: server.rows[0]!.version,
    madeAt: new Date(),
    migrations: rows.map(({ name }) => name).sort(),
    tables: tables.map(({ name, columns }) => ({ name, columns: [...columns] })),
    files
  };
}

async function* tableEntries(
  client: pg.Client,
  table: Table,
  tally: Tally
): AsyncGenerator<Buffer> {
  let part = 0;
  let rows: Buffer[] = [];
  let size = 0;
  for await (const row of copyOut(client, `copy ${withColumns(table)} to stdout`)) {
    tally.add(row);
    rows.push(row);
    size += row.length;
    if (size < PART) continue;
    yield* entry(partName('tables', table.name, part++), Buffer.concat(rows));
    rows = [];
    size = 0;
  }
  if (size > 0) yield* entry(partName('tables', table.name, part), Buffer.concat(rows));
}

/** One at a time in memory. */
async function* fileEntries(
  files: Manifest['files'],
  outside: Outside,
  lost: string[]
): AsyncGenerator<Buffer> {
  for (const [at, file] of files.entries()) {
    const bytes = await outside.readFile(file);
    if (bytes) yield* entry(partName('files', 'store', at), bytes);
    else lost.push(file.key);
  }
}

function* entry(name: string, bytes: Buffer): Generator<Buffer> {
  yield entryHeader(name, bytes.length);
  yield bytes;
  yield padding(bytes.length);
}

/** So that the name survives a power cut as the bytes do. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  // Some file systems have nothing of the kind.
  await handle.sync().catch(() => undefined);
  await handle.close();
}

function explain(error: unknown, folder: string): unknown {
  const { code } = error as { code?: string };
  const nothing =
    'La sauvegarde n’est pas faite ; rien d’autre n’a changé, les sauvegardes déjà faites sont là.';
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
    return new Refusal(
      `Il n’y a plus de place dans ${folder}. ${nothing} Libérez de la place, puis recommencez.`
    );
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new Refusal(
      `Le compte qui lance Maillage ne peut pas écrire dans ${folder}. ${nothing}`
    );
  if (code === 'ENOTDIR' || code === 'EEXIST' || code === 'EISDIR')
    return new Refusal(`« ${basename(folder)} » n’est pas un dossier (${folder}). ${nothing}`);
  return error;
}
