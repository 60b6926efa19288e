/** The backups of a folder: how they are named, and which are kept. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Made by itself at night, asked for by a person, or made before the schema changes. */
export type Occasion = 'nuit' | 'demande' | 'mise-a-jour';

export interface KeptBackup {
  readonly name: string;
  readonly madeAt: Date;
  readonly occasion: Occasion;
  /** Bytes. */
  readonly size: number;
}

/** How many to keep, of different days, weeks (from Monday) and months. */
export interface Keeping {
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
}

const NAME =
  /^maillage-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-(nuit|demande|mise-a-jour)\.tar\.gz$/;
const DAY_MS = 86_400_000;
/** Whatever the rest: what was made these last two days, and before the last updates, to go back on them. */
const RECENT_MS = 2 * DAY_MS;
const UPDATES = 3;

/** « maillage-20261123T014000Z-nuit.tar.gz » */
export function backupName(occasion: Occasion, now: Date): string {
  return `maillage-${now.toISOString().replace(/[-:]|\.\d+/g, '')}-${occasion}.tar.gz`;
}

/** @returns the backups of a folder, the newest first; what is named otherwise is not ours. */
export async function listBackups(folder: string): Promise<KeptBackup[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found: KeptBackup[] = [];
  for (const name of names) {
    const parts = NAME.exec(name);
    if (!parts) continue;
    const [, year, month, day, hour, minute, second, occasion] = parts;
    const { size } = await stat(join(folder, name));
    const madeAt = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    found.push({ name, madeAt, occasion: occasion as Occasion, size });
  }
  return found.sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime());
}

/** Removes those that are not to be kept. @returns their names. */
export async function forgetBackups(
  folder: string,
  keeping: Keeping,
  now: Date
): Promise<string[]> {
  const forgotten = chooseForgotten(await listBackups(folder), keeping, now);
  for (const name of forgotten) await rm(join(folder, name), { force: true });
  return forgotten;
}

/** The newest of each of the last days, weeks and months that have one is kept; the newest of all, always. */
export function chooseForgotten(
  backups: readonly Pick<KeptBackup, 'name' | 'madeAt' | 'occasion'>[],
  { daily, weekly, monthly }: Keeping,
  now: Date
): string[] {
  const newestFirst = backups.toSorted((a, b) => b.madeAt.getTime() - a.madeAt.getTime());
  const kept = new Set(newestFirst.slice(0, 1));
  const keepBy = (count: number, periodOf: (madeAt: Date) => string) => {
    const periods = new Map<string, (typeof newestFirst)[number]>();
    for (const one of newestFirst) {
      const period = periodOf(one.madeAt);
      if (!periods.has(period) && periods.size < count) periods.set(period, one);
    }
    for (const one of periods.values()) kept.add(one);
  };
  keepBy(daily, (at) => at.toISOString().slice(0, 10));
  keepBy(weekly, (at) => mondayOf(at));
  keepBy(monthly, (at) => at.toISOString().slice(0, 7));
  for (const one of newestFirst)
    if (now.getTime() - one.madeAt.getTime() < RECENT_MS) kept.add(one);
  for (const one of newestFirst
    .filter(({ occasion }) => occasion === 'mise-a-jour')
    .slice(0, UPDATES))
    kept.add(one);
  return newestFirst.filter((one) => !kept.has(one)).map(({ name }) => name);
}

function mondayOf(at: Date): string {
  const daysSince = (at.getUTCDay() + 6) % 7;
  return new Date(at.getTime() - daysSince * DAY_MS).toISOString().slice(0, 10);
}
