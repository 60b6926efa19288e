import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, type Environment } from './env.ts';

let secret: string | undefined;

/**
 * What signs cookies and hashes what is counted: MAILLAGE_SECRET, else one made once in the data folder. Several
 * servers of an instance must be given the same.
 */
export function instanceSecret(): string {
  secret ??= environment().secret ?? keptIn(environment().data);
  return secret;
}

/** The one kept in the data folder, for a backup; null when the operator gives it, or when none was ever needed. */
export function keptSecret({
  data,
  secret: given
}: Pick<Environment, 'data' | 'secret'>): string | null {
  const file = join(data, 'secret');
  return given === null && existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** Keeps in the data folder the secret of a backup, in the place of another. */
export function keepSecret({ data }: Pick<Environment, 'data'>, restored: string): void {
  mkdirSync(data, { recursive: true });
  const file = join(data, 'secret');
  rmSync(file, { force: true });
  writeFileSync(file, restored, { mode: 0o600, flag: 'wx' });
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
