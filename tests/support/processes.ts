import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, onTestFinished } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
export const IS_ROOT = process.getuid?.() === 0;

/** A process of ours under test, with what it says. */
export interface Program {
  readonly child: ChildProcess;
  readonly pid: number;
  output(): string;
  /** The first line that matches. Fails when the process ends before, or after 50 s. */
  line(pattern: RegExp): Promise<string>;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

export interface ProgramOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  /** When to kill it, if it is still there: after the test, or after its group. */
  readonly after?: Clean;
}

/** Runs one of our files, and kills it afterwards if it is still there. */
export function run(file: string, args: readonly string[], options: ProgramOptions = {}): Program {
  const { uid, gid, after = onTestFinished } = options;
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    TZ: process.env['TZ'],
    ...options.env
  };
  const child = spawn(process.execPath, [join(ROOT, file), ...args], { cwd: ROOT, env, uid, gid });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | NodeJS.Signals | null>((done) => {
    child.on('close', (code, signal) => done(code ?? signal));
  });
  after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    child,
    ended,
    pid: child.pid ?? 0,
    output: () => output,
    line: (pattern) =>
      until(
        () => output.split('\n').find((line) => pattern.test(line)),
        () => output
      )
  };
}

/** Waits for a value, up to 50 s. @param explain - what to show when it does not come. */
export async function until<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  explain: () => string = () => ''
): Promise<T> {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    const found = await look();
    if (found) return found;
    await sleep(50);
  }
  throw new Error(`Waited in vain for ${look.toString()}\n${explain()}`);
}

/** When something made for tests is cleared: `onTestFinished`, or `afterAll`. */
export type Clean = (clear: () => Promise<void>) => void;

/** Called at the top of a file or a group: clears in the end what its `beforeAll` makes, from which no hook is heard. */
export function clearedAtEnd(): Clean {
  const clearing: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const clear of clearing.toReversed()) await clear();
  });
  return (clear) => void clearing.push(clear);
}

/** A folder of its own, thrown away after the test. */
export async function temporaryFolder(after: Clean = onTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-life-'));
  await chmod(folder, 0o755);
  after(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 }));
  return folder;
}

/** Where the PostgreSQL at work on a data folder listens. */
export function socketFolder(data: string): string {
  const lines = readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  return lines[4] ?? '';
}

/** Every living process whose command line names this text: number, user number, command. */
export function processesNaming(text: string): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,uid=,args='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(text) && !line.includes('ps -eo'));
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** The number of an ordinary account of this machine, to run as somebody else than root. */
export function ordinaryAccount(): { uid: number; gid: number } | undefined {
  if (!IS_ROOT) return undefined;
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout)
  );
  if (!uid || !gid) return undefined;
  const reads = spawnSync(
    process.execPath,
    ['-e', `require('fs').readFileSync(${JSON.stringify(join(ROOT, 'package.json'))})`],
    { uid, gid, cwd: '/' }
  );
  return reads.status === 0 ? { uid, gid } : undefined;
}
