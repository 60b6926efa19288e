import { join } from 'node:path';
import { backupName, forgetBackups, type Occasion } from '#server/backup/keeping.ts';
import type { Backup } from '#server/backup/make.ts';
import type { Database } from '#server/db/connection.ts';
import type { Environment } from '#server/env.ts';
import { log } from '#server/log.ts';
import { backUp } from './backups.ts';

/** What the job is called on screens. */
export const MAKING = 'Sauvegarder toute l’instance';

/** A backup in the folder of this server, then those that are not to be kept go. @returns null when they are made otherwise. */
export async function keepBackup(
  db: Database,
  occasion: Occasion,
  configuration: Environment,
  now: Date
): Promise<Backup | null> {
  const { backups: folder, keptBackups } = configuration;
  if (!folder) return null;
  const made = await backUp(db, join(folder, backupName(occasion, now)), configuration);
  const forgotten = await forgetBackups(folder, keptBackups, now);
  const { file, size, rows, lost } = made;
  log.info({ file, size, rows, lost: lost.length, forgotten: forgotten.length }, 'backup made');
  return made;
}
