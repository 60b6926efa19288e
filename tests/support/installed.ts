import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(import.meta.dirname, '../..');

/** Runs the command line as an operator does. @returns what it printed. @throws with what it said, when it refused. */
export async function maillage(env: NodeJS.ProcessEnv, ...words: string[]): Promise<string> {
  const command = [join(ROOT, 'bin/maillage.ts'), ...words];
  const { stdout } = await promisify(execFile)(process.execPath, command, {
    env: { PATH: process.env['PATH'], ...env }
  });
  return stdout;
}

/** The cookies that an answer sets, as the next request sends them. */
export function cookiesOf(set: readonly string[] | string | undefined): string {
  return [set ?? []]
    .flat()
    .filter((cookie) => !/max-age=0\b/i.test(cookie))
    .map((cookie) => cookie.split(';')[0]!)
    .join('; ');
}

/** The hidden fields of a page: what its form sends back without being asked. */
export function hiddenFields(html: string): [string, string][] {
  return [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name, value]) => [name!, value!.replaceAll('&amp;', '&')]
  );
}
