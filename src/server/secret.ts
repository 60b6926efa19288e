import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from './env.ts';

let secret: string | undefined;

/**
 * What signs cookies and hashes what is counted: MAILLAGE_SECRET, else one made once in the data folder. Several
 * servers of an instance must be given the same.
 */
export function instanceSecret(): string {
  secret ??= environment().secret ?? keptIn(environment().data);
  return secret;
}

function keptIn(data: string): string {
  const file = join(data, 'secret');
  mkdirSync(data, { recursive: true });
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}
