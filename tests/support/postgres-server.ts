import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chown, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { asAccount, chooseAccount, type Account } from '#server/db/embedded/account.ts';
import { findBinaries, type Binaries } from '#server/db/embedded/binaries.ts';
import { ensureCluster } from '#server/db/embedded/folder.ts';
import type { Clean } from './processes.ts';

/** A PostgreSQL of our own, as an installation has one beside Maillage: it ends and comes back at the same address. */
export class PostgresServer {
  readonly url: string;
  /** Where its files are. */
  readonly folder: string;
  readonly #sockets: string;
  readonly #binaries: Binaries;
  readonly #account: Account;
  #env: NodeJS.ProcessEnv = {};
  #child: ChildProcess | null = null;
  #said = '';

  private constructor(folder: string, sockets: string, binaries: Binaries, account: Account) {
    this.folder = folder;
    this.#sockets = sockets;
    this.#binaries = binaries;
    this.#account = account;
    this.url = `postgres://maillage@${encodeURIComponent(sockets)}/maillage`;
  }

  /**
   * Made in a folder, started, with its database `maillage`. Everything is written through to the disk, as elsewhere.
   * @param after - when it is stopped. @param bin - another version's programs. @param env - of its processes.
   */
  static async make(
    root: string,
    after: Clean,
    { bin, env = {} }: { readonly bin?: string; readonly env?: NodeJS.ProcessEnv } = {}
  ): Promise<PostgresServer> {
    const binaries = await findBinaries(bin);
    const account = chooseAccount(binaries, root);
    const [folder, sockets] = [join(root, 'postgres'), join(root, 'sockets')];
    await ensureCluster(folder, binaries, account);
    await mkdir(sockets);
    if (account.uid !== undefined) await chown(sockets, account.uid, account.gid!);
    const server = new PostgresServer(folder, sockets, binaries, account);
    server.#env = env;
    after(() => server.stop('SIGINT'));
    await server.start();
    const client = await server.#connect('postgres');
    await client.query('create database maillage');
    await client.end();
    return server;
  }

  /** A streaming replica of it, in a folder, started. */
  async follow(root: string, after: Clean): Promise<PostgresServer> {
    const [folder, sockets] = [join(root, 'postgres'), join(root, 'sockets')];
    const { uid, gid } = this.#account;
    for (const made of [root, sockets]) {
      await mkdir(made);
      if (uid !== undefined) await chown(made, uid, gid!);
    }
    const program = join(dirname(this.#binaries.postgres), 'pg_basebackup');
    const [command = '', ...args] = asAccount(this.#account, [
      ...[program, '-h', this.#sockets, '-U', 'maillage', '-D', folder, '-R', '-c', 'fast']
    ]);
    const { status, stderr } = spawnSync(command, args, {
      ...{ uid, gid, cwd: '/' },
      encoding: 'utf8'
    });
    if (status !== 0) throw new Error(stderr);
    const server = new PostgresServer(folder, sockets, this.#binaries, this.#account);
    after(() => server.stop('SIGINT'));
    await server.start();
    return server;
  }

  /** Resolves once it answers: after a kill it repairs itself first. */
  async start(): Promise<void> {
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      this.#spawn();
      while (this.#child?.exitCode === null && this.#child.signalCode === null) {
        const client = await this.#connect('postgres').catch(() => null);
        await client?.end();
        if (client) return;
        await sleep(50);
      }
      // The processes of the one that was killed still hold its memory: a moment, and again.
      await sleep(200);
    }
    throw new Error(`PostgreSQL did not come back:\n${this.#said}`);
  }

  /** What whoever watches over it does: nothing when it runs. */
  async startAgain(): Promise<void> {
    if (this.#child?.exitCode === null && this.#child.signalCode === null) return;
    await this.start();
  }

  /** @param signal - SIGKILL: as a machine that loses its current. */
  async stop(signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await ended;
  }

  async #connect(database: string): Promise<pg.Client> {
    const client = new pg.Client({ host: this.#sockets, user: 'maillage', database });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  #spawn(): void {
    const [command = '', ...args] = asAccount(this.#account, [
      ...[this.#binaries.postgres, '-D', this.folder, '-c', 'listen_addresses='],
      ...['-c', `unix_socket_directories=${this.#sockets}`, '-c', 'max_connections=60']
    ]);
    const { uid, gid } = this.#account;
    const child = spawn(command, args, { cwd: '/', uid, gid, env: { LC_ALL: 'C', ...this.#env } });
    const hear = (chunk: Buffer) => (this.#said = (this.#said + chunk.toString()).slice(-20_000));
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    this.#child = child;
  }
}
