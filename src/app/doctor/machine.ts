import { execFile } from 'node:child_process';
import { access, constants, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { formatNumber } from '#shared/text.ts';
import type { Finding } from './finding.ts';

const run = promisify(execFile);
const GIGA = 1_000_000_000;

export interface Room {
  /** Bytes. */
  readonly free: number;
  readonly total: number;
  /** Files that may still be made; 0 of 0 where the disk does not count them. */
  readonly files: { readonly free: number; readonly total: number };
}

/** The disk of the data folder: what is left on it, and whether it can be written. */
export async function examineDisk(data: string): Promise<Finding> {
  const room = await statfs(data).then(
    ({ bavail, blocks, bsize, ffree, files }): Room => ({
      free: bavail * bsize,
      total: blocks * bsize,
      files: { free: ffree, total: files }
    }),
    () => null
  );
  if (!room)
    return {
      ...{ check: 'disk', label: 'Disque du dossier de données', state: 'bad' },
      ...{ value: 'Introuvable', detail: `${data} ne peut pas être lu.` },
      remedy: 'Indiquez le dossier de données avec MAILLAGE_DATA, ou rendez-le à ce compte (chown).'
    };
  const writable = await access(data, constants.W_OK).then(
    () => true,
    () => false
  );
  return judgeRoom(room, writable);
}

/** What is left on a disk, in words. */
export function judgeRoom({ free, total, files }: Room, writable: boolean): Finding {
  const share = total > 0 ? free / total : 0;
  const filesShare = files.total > 0 ? files.free / files.total : 1;
  const bad = !writable || free < GIGA || share < 0.03 || filesShare < 0.02;
  const watch = share < 0.1 || free < 5 * GIGA || filesShare < 0.1;
  const counted =
    files.total > 0 ? `, ${formatNumber(Math.round(filesShare * 100))} % des fichiers` : '';
  return {
    ...{ check: 'disk', label: 'Disque du dossier de données' },
    state: bad ? 'bad' : watch ? 'watch' : 'good',
    value: writable ? `${gigas(free)} Go libres` : 'Lecture seule',
    detail: `Sur ${gigas(total)} Go : ${Math.floor(share * 100)} % de la place${counted}.`,
    remedy: !writable
      ? 'Rendez le dossier au compte qui lance Maillage (chown), ou remontez le disque en écriture.'
      : bad
        ? 'Libérez de la place tout de suite : disque plein, rien ne s’enregistre plus et la base s’arrête.'
        : watch
          ? 'Libérez de la place, ou agrandissez le disque : sauvegardes, journaux et documents grandissent.'
          : null
  };
}

function gigas(bytes: number): string {
  return formatNumber(
    bytes < 10 * GIGA ? Math.floor(bytes / (GIGA / 10)) / 10 : Math.floor(bytes / GIGA)
  );
}

/** What is compared with the clock of this machine: gaps in milliseconds, positive when it is ahead. */
export interface Clocks {
  readonly database: number | null;
  /** Of the machine that answers at the public address, as precise as a second. */
  readonly origin: number | null;
  /** Whether the system says that it follows the time of the network; null when it does not say. */
  readonly synchronised: boolean | null;
}

/** How far this machine’s clock is from the one of the database. */
export async function measureDatabaseClock(db: Executor, clock: () => Date): Promise<number> {
  const before = clock().getTime();
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
  const after = clock().getTime();
  return (before + after) / 2 - rows[0]!.at.getTime();
}

/** @returns null where `timedatectl` is absent, or knows nothing. */
export async function isSynchronised(): Promise<boolean | null> {
  return run('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], { timeout: 3000 }).then(
    ({ stdout }) => (/^(yes|no)$/.test(stdout.trim()) ? stdout.trim() === 'yes' : null),
    () => null
  );
}

/** Sign-in links last a quarter of an hour, and places are given in their order. */
export function judgeClock({ database, origin, synchronised }: Clocks): Finding {
  const gaps = [database, origin === null ? null : Math.max(0, Math.abs(origin) - 1500)];
  const worst = Math.max(0, ...gaps.map((gap) => Math.abs(gap ?? 0)));
  const state = worst > 30_000 ? 'bad' : worst > 2000 || synchronised === false ? 'watch' : 'good';
  const seconds = formatNumber(Math.round(worst / 100) / 10);
  return {
    ...{ check: 'clock', label: 'Horloge', state },
    value: state === 'good' ? 'À l’heure' : worst > 2000 ? `${seconds} s d’écart` : 'Pas réglée',
    detail: [
      database === null
        ? 'Sans base, son heure n’a pas été comparée.'
        : 'Comparée à celle de la base' + (origin === null ? '.' : ' et de l’adresse publique.'),
      synchronised === null
        ? 'Le système ne dit pas s’il suit l’heure du réseau.'
        : synchronised
          ? 'Le système suit l’heure du réseau.'
          : 'Le système ne suit pas l’heure du réseau.'
    ].join(' '),
    remedy:
      state === 'good'
        ? null
        : 'Faites suivre l’heure du réseau à toutes les machines (timedatectl set-ntp true, chrony) : les liens de connexion et les échéances en dépendent.'
  };
}

/** What runs, for whoever asks for help. */
export function describeVersions(versions: {
  readonly maillage: string;
  readonly node: string;
  readonly postgres: string | null;
}): Finding {
  const { maillage, node, postgres } = versions;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const old = major < 22 || (major === 22 && minor < 18);
  return {
    ...{ check: 'versions', label: 'Versions', state: old ? 'bad' : 'good' },
    value: `Maillage ${maillage}`,
    detail: `Node ${node}, ${postgres ? `PostgreSQL ${postgres.split(' ')[0]!}` : 'PostgreSQL inconnu'}.`,
    remedy: old ? 'Maillage demande Node 22.18 ou plus récent : installez Node 24.' : null
  };
}

/** Nothing to say of a database that does not answer, but why. */
export function databaseLost(reason: string): Finding {
  return {
    ...{ check: 'database', label: 'Base de données', state: 'bad', value: 'Ne répond pas' },
    detail: reason,
    remedy:
      'Démarrez PostgreSQL, ou corrigez DATABASE_URL, puis relancez ce diagnostic : ce qui se lit dans la base n’a pas été vérifié.'
  };
}
