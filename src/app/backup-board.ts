import { hostname } from 'node:os';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import { listBackups, type KeptBackup } from '#server/backup/keeping.ts';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { Environment } from '#server/env.ts';
import { countWorkers } from '#server/jobs/presence.ts';
import { addJob } from '#server/jobs/queue.ts';
import { Forbidden } from '#shared/errors.ts';
import { MAKING } from './backup-making.ts';
import { readTaskBoard, type FailedTask } from './tasks.ts';

export interface BackupBoard {
  /** Null: backups are made otherwise. */
  readonly folder: string | null;
  /** Whose folder it is, of the servers of the instance: the one that answers. */
  readonly server: string;
  /** More than one: each may have its own folder. */
  readonly workers: number;
  readonly backups: readonly KeptBackup[];
  readonly keeping: Environment['keptBackups'];
  /** One that could not be made, and is tried again. */
  readonly failure: FailedTask | null;
  readonly isUnderWay: boolean;
}

type Folder = Pick<Environment, 'backups' | 'keptBackups'>;

/** The backups there are on this server. @throws Forbidden unless the actor runs the instance. */
export async function readBackupBoard(
  db: Database,
  actor: Actor,
  { backups: folder, keptBackups: keeping }: Folder
): Promise<BackupBoard> {
  const { failed, waiting } = await readTaskBoard(db, actor);
  return {
    folder,
    server: hostname(),
    workers: await countWorkers(db),
    backups: folder ? await listBackups(folder) : [],
    keeping,
    failure: failed.find(({ label }) => label === MAKING) ?? null,
    isUnderWay: waiting.some(({ label, running }) => label === MAKING && running > 0)
  };
}

/** Asks for a backup now. @returns false when backups are made otherwise. @throws Forbidden unless the actor runs the instance. */
export async function askForBackup(
  db: Database,
  actor: Actor,
  { backups }: Pick<Environment, 'backups'>
): Promise<boolean> {
  if (!runsInstance(actor))
    throw new Forbidden('Les sauvegardes sont réservées à l’administration de Maillage.');
  if (!backups) return false;
  await inTransaction(db, async (tx) => {
    await addJob(tx, 'backup.make', { occasion: 'demande' }, { jobKey: 'backup:asked' });
    await recordAudit(tx, actor, { action: 'backup.ask' });
  });
  return true;
}
