import { statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import type { Environment } from '#server/env.ts';
import { countWorkers } from '#server/jobs/presence.ts';
import { VERSION } from '#server/version.ts';
import { Forbidden } from '#shared/errors.ts';

/** How the instance is, for whoever runs it. */
export interface Health {
  readonly version: string;
  readonly node: string;
  readonly postgres: string;
  /** Bytes. */
  readonly databaseSize: number;
  /** Living workers, on every server of the instance. */
  readonly workers: number;
  /** Of the data folder, in bytes. */
  readonly disk: { readonly free: number; readonly total: number };
  /** Since when the oldest message that should have left waits. */
  readonly mailWaitingSince: Date | null;
  readonly mailFailed: number;
  readonly mailUncertain: number;
  /** Null: messages are kept. */
  readonly sendsMail: boolean;
  readonly tasksFailed: number;
  /** Of the official geography. */
  readonly geographyYear: number | null;
  readonly lastPurge: Date | null;
}

/** @throws Forbidden unless the actor runs the instance. */
export async function readHealth(
  executor: Executor,
  actor: Actor,
  { data, smtpUrl }: Pick<Environment, 'data' | 'smtpUrl'>
): Promise<Health> {
  if (!runsInstance(actor))
    throw new Forbidden('La santé de l’instance est réservée à l’administration de Maillage.');
  const { rows } = await sql<Omit<Health, 'version' | 'node' | 'workers' | 'disk' | 'sendsMail'>>`
    select current_setting('server_version') as postgres,
      pg_database_size(current_database()) as "databaseSize",
      (select min(not_before) from mail_message where status = 'queued' and not_before <= now())
        as "mailWaitingSince",
      (select count(*) from mail_message where status = 'failed') as "mailFailed",
      (select count(*) from mail_message where status = 'uncertain') as "mailUncertain",
      (select count(*) from graphile_worker.jobs where last_error is not null) as "tasksFailed",
      (select max(year) from cog_release) as "geographyYear",
      (select max(at) from purge_run) as "lastPurge"`.execute(executor);
  const { bavail, blocks, bsize } = await statfs(data);
  return {
    ...rows[0]!,
    version: VERSION,
    node: process.versions.node,
    workers: await countWorkers(executor),
    disk: { free: bavail * bsize, total: blocks * bsize },
    sendsMail: smtpUrl !== null
  };
}
