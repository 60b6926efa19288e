import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** A PostgreSQL found at work on a data folder. */
export interface Running {
  readonly pid: number;
  readonly socketFolder: string;
}

/** Who uses the server of a folder: read from the connection that holds the ownership lock. */
export interface Holder {
  readonly role: 'serve' | 'command';
  readonly pid: number;
  readonly port?: number;
}

const OWNERSHIP = { space: 0x4d41, key: 1 };

/** @returns the server at work on this folder; null when there is none (a stale `postmaster.pid` is removed). */
export async function findRunning(folder: string): Promise<Running | null> {
  const file = join(folder, 'postmaster.pid');
  const lines = await readFile(file, 'utf8').then(
    (text) => text.split('\n'),
    () => []
  );
  const pid = Number(lines[0]);
  if (!pid) return null;
  if (isAlive(pid) && isPostgres(pid)) return { pid, socketFolder: lines[4] ?? '' };
  // PostgreSQL itself would refuse to start if the number were given to another process since.
  await rm(file, { force: true });
  return null;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isPostgres(pid: number): boolean {
  const name =
    process.platform === 'linux'
      ? linuxName(pid)
      : spawnSync('ps', ['-o', 'comm=', '-p', `${pid}`], { encoding: 'utf8' }).stdout;
  return name.includes('postgres');
}

function linuxName(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8');
  } catch {
    return '';
  }
}

/** One connection through the socket, outside any pool. Rejects while the server starts or stops. */
export async function connectTo(socketFolder: string, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client({
    host: socketFolder,
    user: 'maillage',
    database: 'postgres',
    application_name: applicationName,
    connectionTimeoutMillis: 5_000
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Marks this connection as the owner of the folder, for as long as it lives. @returns false when there is another. */
export async function takeOwnership(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>(
    'select pg_try_advisory_lock($1, $2) as mine',
    [OWNERSHIP.space, OWNERSHIP.key]
  );
  return rows[0]?.mine ?? false;
}

/** How the owner is named on its connection; read back by `findHolder`. */
export function holderName({ role, pid, port }: Holder): string {
  return `maillage ${role} pid=${pid}${port === undefined ? '' : ` port=${port}`}`;
}

/**
 * @returns the process that owns this server; null when it has none (it starts, or its owner was
 * killed and it is stopping); undefined when the server does not answer.
 */
export async function findHolder(running: Running): Promise<Holder | null | undefined> {
  let client: pg.Client;
  try {
    client = await connectTo(running.socketFolder, 'maillage look');
  } catch {
    return undefined;
  }
  try {
    const { rows } = await client.query<{ application_name: string }>(
      `select a.application_name from pg_locks l join pg_stat_activity a using (pid)
       where l.locktype = 'advisory' and l.granted and l.classid = $1 and l.objid = $2`,
      [OWNERSHIP.space, OWNERSHIP.key]
    );
    return rows[0] ? parseHolder(rows[0].application_name) : null;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function parseHolder(name: string): Holder {
  const port = /port=(\d+)/.exec(name)?.[1];
  const pid = Number(/pid=(\d+)/.exec(name)?.[1] ?? 0);
  const role = name.includes('serve') ? 'serve' : 'command';
  return port === undefined ? { role, pid } : { role, pid, port: Number(port) };
}
