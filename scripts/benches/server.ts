import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface BuiltServer {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** The built server on this machine only, on a database that is ready, started as it is for its users. */
export async function startServer(
  databaseUrl: string,
  port: number,
  more: NodeJS.ProcessEnv = {}
): Promise<BuiltServer> {
  const env = { DATABASE_URL: databaseUrl, PORT: String(port), MAILLAGE_DEMO: 'empty', ...more };
  return started(run(['scripts/setup.mjs', 'serve'], env), port, 60);
}

/** @param command - arguments for Node, from the root of the project. */
export function run(command: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, command, {
    cwd: new URL('../../', import.meta.url),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit']
  });
  process.once('exit', () => child.kill());
  return child;
}

/** Waits for the first page. @throws when the process ends before, or after `seconds`. */
export async function started(
  child: ChildProcess,
  port: number,
  seconds: number
): Promise<BuiltServer> {
  const url = `http://127.0.0.1:${port}`;
  const end = Date.now() + seconds * 1000;
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`the server stopped with code ${child.exitCode}`);
    if (Date.now() > end) {
      child.kill('SIGTERM');
      throw new Error(`no page after ${seconds} s`);
    }
    await sleep(25);
  }
  return {
    url,
    pid: child.pid!,
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** Resident memory of a process in MB: now, and the most it ever had. Null where /proc is not. */
export function memoryOf(pid: number): { now: number; most: number } | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const read = (key: string) =>
      Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
    return { now: read('VmRSS'), most: read('VmHWM') };
  } catch {
    return null;
  }
}
