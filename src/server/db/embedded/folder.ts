import { spawn, spawnSync } from 'node:child_process';
import { access, chown, constants, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '#server/refusal.ts';
import { asAccount, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { explainFailure } from './explain.ts';
import { isAlive } from './running.ts';

/** @throws Refusal when the folder cannot be created or written. */
export async function prepareDataFolder(data: string): Promise<void> {
  try {
    await mkdir(data, { recursive: true });
    await access(data, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw explainFailure(String(error), data);
  }
}

/**
 * Makes the cluster on the first start; on the next ones checks that this PostgreSQL can open it.
 * Made aside and put in place by one rename: neither a kill nor a second start at the same moment
 * leaves half a cluster.
 * @throws Refusal when the folder is another version's, damaged, or not ours to write.
 */
export async function ensureCluster(
  folder: string,
  binaries: Binaries,
  account: Account,
  sync = true
): Promise<void> {
  const version = await clusterVersion(folder);
  if (version === undefined) return createCluster(folder, binaries, account, sync);
  if (version !== String(binaries.major)) {
    throw new Refusal(
      `Le dossier ${folder} a été créé par PostgreSQL ${version} ; cette version de Maillage contient PostgreSQL ${binaries.major}. ` +
        'Revenez à la version précédente de Maillage pour sauvegarder (« maillage backup »), puis restaurez dans un dossier neuf (MAILLAGE_DATA=…).'
    );
  }
  giveTo(account, folder);
}

async function clusterVersion(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw explainFailure(String(error), folder);
  });
  if (entries.length === 0) return undefined;
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw explainFailure(String(error), folder);
    }
  );
  if (/^\d+\s*$/.test(version)) return version.trim();
  throw new Refusal(
    `Le dossier ${folder} n’est pas vide et n’est pas une base PostgreSQL lisible (PG_VERSION manque ou est abîmé). ` +
      'Rien n’y a été touché : restaurez une sauvegarde, ou indiquez un autre dossier avec MAILLAGE_DATA=…'
  );
}

async function createCluster(
  folder: string,
  binaries: Binaries,
  account: Account,
  sync: boolean
): Promise<void> {
  await removeLeftovers(folder);
  const draft = `${folder}.init-${process.pid}`;
  await mkdir(draft, { mode: 0o700 });
  try {
    if (account.uid !== undefined) await chown(draft, account.uid, account.gid ?? account.uid);
    await runInitdb(draft, binaries, account, sync);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // The other of two simultaneous first starts was faster: its cluster is as good as ours.
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

async function removeLeftovers(folder: string): Promise<void> {
  const parent = join(folder, '..');
  for (const entry of await readdir(parent)) {
    const pid = Number(/\.init-(\d+)$/.exec(entry)?.[1]);
    if (pid && (pid === process.pid || !isAlive(pid)))
      await rm(join(parent, entry), { recursive: true, force: true });
  }
}

async function runInitdb(
  draft: string,
  binaries: Binaries,
  account: Account,
  sync: boolean
): Promise<void> {
  // The builtin provider (17 and later) needs nothing from the machine.
  const locale =
    binaries.major >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C.UTF-8'];
  const [command = '', ...args] = asAccount(account, [
    binaries.initdb,
    ...['--pgdata', draft, '--username=maillage', '--auth=trust', '--encoding=UTF8'],
    ...locale,
    ...(sync ? [] : ['--no-sync'])
  ]);
  const { uid, gid } = account;
  const child = spawn(command, args, {
    cwd: '/',
    uid,
    gid,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' }
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve)
  );
  if (code !== 0) throw explainFailure(output, join(draft, '..'));
}

/** A folder first used under another account (root after an ordinary user, or the reverse namespace). */
function giveTo(account: Account, folder: string): void {
  if (process.getuid?.() !== 0) return;
  const owner = `${account.uid ?? 0}:${account.gid ?? 0}`;
  spawnSync('chown', ['-R', owner, folder]);
}
