import { resolve, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '#server/refusal.ts';
import { chooseAccount } from './embedded/account.ts';
import { findBinaries } from './embedded/binaries.ts';
import { ensureCluster, prepareDataFolder } from './embedded/folder.ts';
import { launch, type Launched } from './embedded/launch.ts';
import {
  connectTo,
  findHolder,
  findRunning,
  holderName,
  takeOwnership,
  type Holder,
  type Running
} from './embedded/running.ts';

export interface EmbeddedOptions {
  /** The data folder; PostgreSQL's files go to its `postgres` sub-folder. */
  readonly data: string;
  /** What this process is, told to whoever finds the folder taken. */
  readonly role: Holder['role'];
  readonly port?: number | undefined;
  /** Another PostgreSQL's `bin` folder; by default the one of the npm package. */
  readonly bin?: string | undefined;
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** A server thrown away with its folder when this process ends, without any fsync: for tests. */
  readonly disposable?: boolean | undefined;
  readonly onProgress?: (message: string) => void;
}

export interface EmbeddedServer {
  /** Of the database `maillage`, through the socket. */
  readonly url: string;
  /** True when another process started it: nothing to stop. */
  readonly shared: boolean;
  /** Resolves when PostgreSQL has ended. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Its journal names nobody: neither statement, nor what it was given, nor the values that an error repeats. */
const DISCREET = {
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_error_verbosity: 'terse'
};
const SETTINGS = { timezone: 'UTC', max_connections: '60', log_checkpoints: 'off', ...DISCREET };
const UNSAFE_BUT_FAST = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '200'
};
/** A server without an owner is starting or stopping; past this it is stuck, and we stop it. */
const OWNERLESS_MS = 15_000;

/**
 * PostgreSQL on our own data folder, for as long as this process lives and not longer.
 * One process owns a folder: `serve` refuses when there is another, naming it; a `command` uses the
 * server of the running instance when there is one. A start just after a kill waits for the old server to stop.
 * @throws Refusal, in French, when it cannot.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const data = resolve(options.data);
  const folder = join(data, 'postgres');
  const binaries = await findBinaries(options.bin);
  await prepareDataFolder(data);
  const account = chooseAccount(binaries, data);
  for (;;) {
    const found = await waitForFolder(folder, options);
    if (found) return found;
    await ensureCluster(folder, binaries, account, !options.disposable);
    const launched = await launch({
      folder,
      binaries,
      account,
      settings: {
        ...SETTINGS,
        ...(options.disposable ? UNSAFE_BUT_FAST : {}),
        ...options.settings
      },
      applicationName: holderName(self(options)),
      logFile: join(data, 'postgres.log'),
      disposable: options.disposable ? data : undefined
    });
    if (launched !== 'folder-in-use') return own(launched, options.role);
  }
}

function self({ role, port }: EmbeddedOptions): Holder {
  return port === undefined ? { role, pid: process.pid } : { role, pid: process.pid, port };
}

/** Returns when the folder is free (null) or usable through its present owner. */
async function waitForFolder(
  folder: string,
  options: EmbeddedOptions
): Promise<EmbeddedServer | null> {
  let ownerless = 0;
  let told = false;
  for (;;) {
    const running = await findRunning(folder);
    if (!running) return null;
    const holder = await findHolder(running);
    if (holder && options.role === 'command') return share(running);
    if (holder) throw new Refusal(taken(folder, holder));
    if (!told)
      options.onProgress?.('Un PostgreSQL finit de s’arrêter sur ce dossier : un instant…');
    told = true;
    ownerless ||= Date.now();
    if (Date.now() - ownerless > OWNERLESS_MS) {
      signal(running.pid);
      ownerless = 0;
    }
    await sleep(100);
  }
}

function taken(folder: string, { role, pid, port }: Holder): string {
  const who =
    role === 'serve' ? 'Maillage est déjà lancé' : 'Une commande de Maillage est en cours';
  const where = port === undefined ? `processus ${pid}` : `processus ${pid}, port ${port}`;
  return `${who} sur le dossier ${folder} (${where}). Arrêtez ce processus, ou indiquez un autre dossier avec MAILLAGE_DATA=…`;
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // It has just ended, or belongs to another account: the next look tells.
  }
}

async function share(running: Running): Promise<EmbeddedServer> {
  return {
    url: urlOf(running.socketFolder),
    shared: true,
    ended: new Promise(() => undefined),
    stop: () => Promise.resolve()
  };
}

async function own(launched: Launched, role: Holder['role']): Promise<EmbeddedServer> {
  const { owner, socketFolder } = launched;
  if (!(await takeOwnership(owner))) throw new Error('a server just started has an owner already');
  const { rowCount } = await owner.query(`select from pg_database where datname = 'maillage'`);
  if (rowCount === 0) await owner.query('create database maillage');
  return {
    url: urlOf(socketFolder),
    shared: false,
    ended: launched.ended,
    stop: async () => {
      if (role === 'command') await waitForOtherCommands(socketFolder);
      await owner.end().catch(() => undefined);
      await launched.stop();
    }
  };
}

/** Another command may be using the server this one started. */
async function waitForOtherCommands(socketFolder: string): Promise<void> {
  const client = await connectTo(socketFolder, 'maillage look').catch(() => null);
  if (!client) return;
  for (;;) {
    const { rowCount } = await client.query(
      `select from pg_stat_activity where datname = 'maillage' and backend_type = 'client backend' and pid <> pg_backend_pid()`
    );
    if (rowCount === 0) break;
    await sleep(100);
  }
  await client.end();
}

/** Errors of our statements come back to us, who log them without their values: PostgreSQL does not write them too. */
const OUR_ERRORS_ARE_OURS = 'options=-c%20log_min_messages%3Dfatal';

function urlOf(socketFolder: string): string {
  return `postgres://maillage@${encodeURIComponent(socketFolder)}/maillage?${OUR_ERRORS_ARE_OURS}`;
}
