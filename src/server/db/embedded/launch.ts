import { spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdtemp, open, readFile, rename, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { Refusal } from '#server/refusal.ts';
import { asAccount, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { explainFailure } from './explain.ts';
import { connectTo } from './running.ts';

export interface Launched {
  readonly socketFolder: string;
  /** The connection that will own the folder. */
  readonly owner: pg.Client;
  /** Resolves when PostgreSQL has ended, whatever the cause. */
  readonly ended: Promise<void>;
  /** Asks for a fast stop and waits for it. */
  stop(): Promise<void>;
}

export interface LaunchOptions {
  readonly folder: string;
  readonly binaries: Binaries;
  readonly account: Account;
  readonly settings: Readonly<Record<string, string>>;
  readonly applicationName: string;
  readonly logFile: string;
  /** Removed by the watchdog once PostgreSQL has ended: for test servers. */
  readonly disposable?: string | undefined;
}

/**
 * PostgreSQL behind a pipe: the system closes our end of the pipe when this process disappears, however it
 * does (`kill -9` included), and the shell at the other end then stops PostgreSQL. `read` is the shell's
 * own, so no other process stays behind; when PostgreSQL ends first, the shell ends too.
 */
const WATCHDOG = `
sockets=$1 disposable=$2; shift 2
exec 3<&0 </dev/null
"$@" 3<&- & server=$!
( read -r _ <&3; kill -INT "$server" ) & guard=$!
exec 3<&-
wait "$server"; code=$?
kill "$guard" 2>/dev/null
rm -rf -- "$sockets"
[ -z "$disposable" ] || rm -rf -- "$disposable"
exit "$code"
`;

/** Recovery after a crash replays the journal: long on a big database, never this long. */
const READY_WITHIN_MS = 10 * 60_000;
const LOG_KEPT_BYTES = 5_000_000;

/**
 * Starts PostgreSQL on the cluster and waits until it answers.
 * @returns 'folder-in-use' when another server took the folder meanwhile.
 * @throws Refusal with the reason, in French.
 */
export async function launch(options: LaunchOptions): Promise<Launched | 'folder-in-use'> {
  const socketFolder = await makeSocketFolder(options.account);
  const logStart = await rotateLog(options.logFile);
  const child = await spawnBehindWatchdog(options, socketFolder);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const owner = await waitUntilReady(child, socketFolder, options.applicationName);
  if (owner) return { socketFolder, owner, ended: exited, stop: () => stop(child, exited) };
  await stop(child, exited);
  const output = (await readFile(options.logFile, 'utf8')).slice(logStart);
  if (/lock file "postmaster.pid" already exists/.test(output)) return 'folder-in-use';
  throw explainFailure(output, options.folder);
}

async function makeSocketFolder(account: Account): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-'));
  if (account.uid !== undefined) await chown(folder, account.uid, account.gid ?? account.uid);
  return folder;
}

async function rotateLog(file: string): Promise<number> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0
  );
  if (size <= LOG_KEPT_BYTES) return size;
  await rename(file, `${file}.1`);
  return 0;
}

async function spawnBehindWatchdog(
  options: LaunchOptions,
  socketFolder: string
): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    ...options.settings
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command = '', ...args] = asAccount(options.account, [
    ...['sh', '-c', WATCHDOG, 'maillage-postgres', socketFolder, options.disposable ?? ''],
    ...[options.binaries.postgres, '-D', options.folder, ...flags]
  ]);
  const { uid, gid } = options.account;
  const log = await open(options.logFile, 'a');
  try {
    // PATH only: nothing of our environment (NODE_OPTIONS, PGDATA…) may change how PostgreSQL runs.
    const env = { PATH: process.env['PATH'], LC_ALL: 'C' };
    const child = spawn(command, args, {
      cwd: '/',
      uid,
      gid,
      env,
      detached: true,
      stdio: ['pipe', log.fd, log.fd]
    });
    await new Promise<void>((resolve, reject) =>
      child.once('spawn', resolve).once('error', reject)
    );
    child.unref();
    child.stdin?.on('error', () => undefined);
    (child.stdin as unknown as { unref(): void }).unref();
    return child;
  } finally {
    await log.close();
  }
}

async function waitUntilReady(
  child: ChildProcess,
  socketFolder: string,
  applicationName: string
): Promise<pg.Client | null> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (child.exitCode === null && child.signalCode === null) {
    const client = await connectTo(socketFolder, applicationName).catch(() => null);
    if (client) return client;
    if (Date.now() > deadline)
      throw new Refusal(
        'PostgreSQL ne répond pas après dix minutes de reprise : relancez Maillage.'
      );
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return null;
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  child.stdin?.end();
  await exited;
}
