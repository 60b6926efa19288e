import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { Refusal } from '#server/refusal.ts';
import type { Binaries } from './binaries.ts';

/** Under which identity PostgreSQL runs: it refuses to run as root. */
export interface Account {
  /** Put before the command line. */
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Ourselves; as root, the user `postgres` (created if missing); where that user cannot reach the
 * programs or the data, a user namespace in which root appears as an ordinary user.
 * @param folder - the data folder, which must exist.
 * @throws Refusal when none of these can run PostgreSQL on that folder.
 */
export function chooseAccount(binaries: Binaries, folder: string): Account {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const dedicated = postgresUser() ?? createPostgresUser();
  if (dedicated && canServe(dedicated, binaries, folder)) return dedicated;
  const namespace: Account = { prefix: ['unshare', '--user', '--map-user=1000', '--'] };
  if (canServe(namespace, binaries, folder)) return namespace;
  throw new Refusal(
    `PostgreSQL ne s’exécute pas sous le compte root, et l’utilisateur « postgres » n’a pas accès à ${dirname(binaries.postgres)} ` +
      `ou à ${folder}. Lancez Maillage sous un compte ordinaire, ou ouvrez le passage (chmod o+x) jusqu’à ces dossiers, ` +
      'ou indiquez un serveur avec DATABASE_URL=…'
  );
}

function postgresUser(): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : undefined;
  });
  return uid === undefined || gid === undefined ? undefined : { prefix: [], uid, gid };
}

function createPostgresUser(): Account | undefined {
  const shadow = [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'postgres'
  ];
  if (spawnSync('useradd', shadow).status !== 0) {
    spawnSync('sh', ['-c', 'addgroup -S postgres; adduser -S -D -H -G postgres postgres']);
  }
  return postgresUser();
}

function canServe(account: Account, binaries: Binaries, folder: string): boolean {
  const native = dirname(dirname(binaries.postgres));
  const check = 'cd "$1" && "$2" -V && { [ ! -e "$3" ] || [ -r "$3" ]; }';
  const sample = join(native, 'share', 'postgresql', 'postgres.bki');
  const [command = 'sh', ...args] = asAccount(account, [
    'sh',
    '-c',
    check,
    'sh',
    folder,
    binaries.postgres,
    sample
  ]);
  const { uid, gid } = account;
  return spawnSync(command, args, { cwd: '/', uid, gid }).status === 0;
}

/** The command line that runs `command` under this account (with the uid and gid given to spawn). */
export function asAccount(account: Account, command: readonly string[]): string[] {
  return [...account.prefix, ...command];
}
