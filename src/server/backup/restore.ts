import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { connect, disconnect, type Database } from '#server/db/connection.ts';
import { listMigrations, migrateTo } from '#server/db/migrate.ts';
import { PREPARATION } from '#server/db/preparation.ts';
import { installJobs } from '#server/jobs/schema.ts';
import { Refusal } from '#server/refusal.ts';
import { plural } from '#shared/text.ts';
import { readArchive, readEntry, type ArchiveEntry } from './archive.ts';
import {
  connectForCopy,
  listForeignKeys,
  listRemovals,
  listTables,
  listTriggered,
  onOneConnection,
  quoted,
  setSequences,
  withColumns,
  type Table
} from './catalog.ts';
import type { CheckedBackup } from './check.ts';
import { copyIn, copyOut } from './copy.ts';
import type { Manifest } from './manifest.ts';
import { Tally } from './tally.ts';

export interface Restoring {
  /** Puts back a file of an S3-compatible store, in the transaction of the restoration. */
  putFile(db: Database, file: Manifest['files'][number], bytes: Buffer): Promise<void>;
  /** What is to be said of it once it is in today’s schema, in the same transaction. */
  settle(db: Database): Promise<void>;
  say(line: string): void;
}

export interface Restored {
  readonly rows: number;
  readonly files: number;
  /** Migrations run after it, to today’s schema. */
  readonly migrations: readonly string[];
}

/** Those who have just left are still seen for an instant. */
const LEAVING_MS = 3000;
const LARGEST_FILE = 200_000_000;

/**
 * Replaces everything the database holds by what a backup holds, brought to today’s schema, in one transaction: however
 * it is interrupted, the database is as before or as the backup. Every table is read again and compared before.
 * @param url - of a database nobody uses. @param checked - what `checkBackup` read of this file.
 * @throws Refusal when somebody uses the database, or when something of the backup is refused: nothing has changed.
 */
export async function restoreBackup(
  url: string,
  file: string,
  checked: CheckedBackup,
  restoring: Restoring
): Promise<Restored> {
  const client = await connectForCopy(url);
  try {
    await client.query(`set lock_timeout = '20s'`);
    await takeAlone(client);
    await installJobsOn(url);
    await client.query('begin');
    const restored = await replaceAll(client, file, checked, restoring);
    await client.query('commit');
    restoring.say('Statistiques de la base…');
    await client.query('analyze');
    return restored;
  } catch (error) {
    throw explain(error);
  } finally {
    // Uncommitted, it is as if nothing had been done.
    await client.end().catch(() => undefined);
  }
}

/** Nobody uses the database, and no server prepares it until the end. */
async function takeAlone(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ mine: boolean }>(
    'select pg_try_advisory_lock($1) as mine',
    [PREPARATION]
  );
  const deadline = Date.now() + LEAVING_MS;
  for (;;) {
    const others = await countOthers(client);
    if (rows[0]?.mine && others === 0) return;
    if (!rows[0]?.mine || Date.now() > deadline)
      throw new Refusal(
        `Cette base est en service (${plural(Math.max(others, 1), 'connexion ouverte', 'connexions ouvertes')}) : arrêtez Maillage, ` +
          'et tout ce qui s’y connecte, puis recommencez. Rien n’a été touché.'
      );
    await sleep(100);
  }
}

/** An ordinary user does not see what the others are, but that PostgreSQL’s own (autovacuum) are nobody’s. */
async function countOthers(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    `select count(*) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and usesysid is not null
      and coalesce(backend_type, 'client backend') = 'client backend'`
  );
  return Number(rows[0]!.count);
}

/** Its migrations commit by themselves; on their own, they change nothing that a person could see. */
async function installJobsOn(url: string): Promise<void> {
  const db = connect(url, { max: 2 });
  try {
    await installJobs(db);
  } finally {
    await disconnect(db);
  }
}

async function replaceAll(
  client: pg.Client,
  file: string,
  { manifest, contents }: CheckedBackup,
  { putFile, settle, say }: Restoring
): Promise<Restored> {
  const db = onOneConnection(client);
  for (const statement of await listRemovals(client)) await client.query(statement);
  const schema = manifest.migrations.at(-1);
  if (schema) await migrateTo(db, schema);
  const putBack = await setAsideRules(client);
  await fill(client, file, manifest, say);
  await setSequences(client, contents.sequences);
  await putBack();
  const rows = await compare(client, manifest, contents.tables, say);
  const files = await putFiles(db, file, manifest, putFile);
  const migrations = (await listMigrations()).slice(manifest.migrations.length);
  const latest = migrations.at(-1);
  if (latest) {
    say(`Mise au schéma d’aujourd’hui : ${plural(migrations.length, 'migration')}…`);
    await migrateTo(db, latest);
  }
  await settle(db);
  return { rows, files, migrations };
}

/** What migrations wrote goes too. @returns how to put foreign keys and triggers back, once all rows are there. */
async function setAsideRules(client: pg.Client): Promise<() => Promise<void>> {
  const keys = await listForeignKeys(client);
  for (const { drop } of keys) await client.query(drop);
  const triggered = await listTriggered(client);
  for (const table of triggered) await client.query(`alter table ${table} disable trigger user`);
  const tables = await listTables(client);
  await client.query(`truncate ${tables.map(({ name }) => quoted(name)).join(', ')}`);
  return async () => {
    for (const table of triggered) await client.query(`alter table ${table} enable trigger user`);
    for (const { add } of keys) await client.query(add);
  };
}

async function fill(
  client: pg.Client,
  file: string,
  manifest: Manifest,
  say: (line: string) => void
): Promise<void> {
  const tables = new Map(manifest.tables.map((table) => [table.name, table]));
  let told = 0;
  for await (const entry of readArchive(file)) {
    const table = tableOf(entry, tables);
    if (!table) continue;
    await copyIn(client, `copy ${withColumns(table)} from stdin`, entry.body);
    const done = [...tables.keys()].indexOf(table.name) / tables.size;
    const quarter = Math.floor(4 * done);
    if (quarter > told) say(`Restauration : ${quarter * 25} %`);
    told = Math.max(told, quarter);
  }
}

function tableOf({ name }: ArchiveEntry, tables: ReadonlyMap<string, Table>): Table | undefined {
  const [kind, table = ''] = name.split('/');
  return kind === 'tables' ? tables.get(table) : undefined;
}

/** Every row, read again from the database. @returns how many rows there are. */
async function compare(
  client: pg.Client,
  { tables }: Manifest,
  expected: CheckedBackup['contents']['tables'],
  say: (line: string) => void
): Promise<number> {
  say('Comparaison de chaque table avec la sauvegarde…');
  let total = 0;
  for (const table of tables) {
    const tally = new Tally();
    for await (const row of copyOut(client, `copy ${withColumns(table)} to stdout`)) tally.add(row);
    const wanted = expected[table.name];
    if (tally.content.rows !== wanted?.rows || tally.content.mark !== wanted.mark)
      throw new Refusal(
        `La table ${table.name} n’est pas, une fois restaurée, celle de la sauvegarde (${tally.content.rows} lignes au lieu de ` +
          `${wanted?.rows ?? 0}). Rien n’a été changé : la base est comme avant.`
      );
    total += tally.content.rows;
  }
  return total;
}

async function putFiles(
  db: Database,
  file: string,
  { files }: Manifest,
  putFile: Restoring['putFile']
): Promise<number> {
  if (files.length === 0) return 0;
  let count = 0;
  for await (const entry of readArchive(file)) {
    const [kind, , at] = entry.name.split('/');
    const known = kind === 'files' ? files[Number(at)] : undefined;
    if (!known) continue;
    await putFile(db, known, await readEntry(entry, LARGEST_FILE));
    count++;
  }
  return count;
}

function explain(error: unknown): unknown {
  const { code, message } = error as { code?: string; message: string };
  const unchanged = 'Rien n’a été changé : la base est comme avant.';
  if (code === '55P03')
    return new Refusal(
      `Cette base est en service : arrêtez ce qui l’utilise, puis recommencez. ${unchanged}`
    );
  if (code === '53100')
    return new Refusal(
      `Le disque de PostgreSQL est plein. ${unchanged} Libérez de la place, puis recommencez.`
    );
  if (code === '53200')
    return new Refusal(
      `PostgreSQL ne peut pas tenir autant de verrous à la fois. ${unchanged} Réglez max_locks_per_transaction à 256 sur ce serveur, ` +
        'redémarrez-le, puis recommencez.'
    );
  if (code === '42501')
    return new Refusal(
      `L’utilisateur de DATABASE_URL n’a pas le droit de refaire les tables (${message}). ${unchanged} ` +
        'Donnez-lui la base (alter database … owner to …), ou restaurez dans une base neuve qui est à lui.'
    );
  return error;
}
