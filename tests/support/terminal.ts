import { spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** Whether this machine gives a command a terminal of its own (`script`, of util-linux). */
export const HAS_TERMINALS =
  spawnSync('script', ['-qec', 'test -t 0 && test -t 2', '/dev/null'], {
    stdio: ['pipe', 'ignore', 'ignore']
  }).status === 0;

/** What somebody sees on a terminal, and how the command ended. */
export interface Seen {
  readonly shown: string;
  readonly code: number | null;
}

/**
 * Runs `maillage` on a real terminal and types on its keyboard once something is shown.
 * @param prompt - what is waited for. @param keys - « remplacer\r », or a control character.
 */
export async function typeAt(
  env: NodeJS.ProcessEnv,
  words: readonly string[],
  { prompt, keys }: { readonly prompt: string; readonly keys: string }
): Promise<Seen> {
  const command = [process.execPath, join(ROOT, 'bin/maillage.ts'), ...words]
    .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
    .join(' ');
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], SHELL: '/bin/sh', TERM: 'dumb', ...env }
  });
  let shown = '';
  let typed = false;
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    if (typed || !shown.includes(prompt)) return;
    typed = true;
    child.stdin.write(keys);
  });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { shown, code };
}
