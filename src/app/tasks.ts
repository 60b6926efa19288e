import { sql } from 'kysely';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import type { Database, Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { Schedule } from '#server/jobs/schedule.ts';
import { Forbidden } from '#shared/errors.ts';
import { JOBS } from './jobs.ts';

/** A job that failed, and is tried again by itself until it is given up. */
export interface FailedTask {
  readonly id: number;
  readonly label: string;
  readonly attempts: number;
  readonly error: string;
  /** Null once it is given up: it waits for somebody. */
  readonly nextAt: Date | null;
}

/** Jobs of one name that wait or run. */
export interface WaitingTasks {
  readonly label: string;
  readonly running: number;
  readonly waiting: number;
  /** When the first of them is due. */
  readonly nextAt: Date | null;
}

/** A job done by itself. */
export interface RegularTask {
  readonly name: string;
  readonly label: string;
  readonly schedule: Schedule;
  /** The last time it was asked for; null when it never was. */
  readonly lastAt: Date | null;
  readonly state: 'done' | 'under-way' | 'failing' | 'never';
}

export interface TaskBoard {
  readonly failed: readonly FailedTask[];
  readonly waiting: readonly WaitingTasks[];
  readonly regular: readonly RegularTask[];
}

const MOST = 100;

/** What the instance does apart from requests. @throws Forbidden unless the actor runs the instance. */
export async function readTaskBoard(executor: Executor, actor: Actor): Promise<TaskBoard> {
  mustRunInstance(actor);
  return {
    failed: await listFailed(executor),
    waiting: await listWaiting(executor),
    regular: await listRegular(executor)
  };
}

/**
 * Tries a failed job again now.
 * @returns whether it was still there, and not under way.
 * @throws Forbidden unless the actor runs the instance.
 */
export async function retryTask(db: Database, actor: Actor, id: number): Promise<boolean> {
  mustRunInstance(actor);
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ name: string }>`
      select job.task_identifier as name from graphile_worker.jobs job
      where job.id = ${id} and job.last_error is not null and job.locked_at is null`.execute(tx);
    const [job] = rows;
    if (!job) return false;
    await sql`select from graphile_worker.reschedule_jobs(array[${id}]::bigint[], run_at => now(), attempts => 0)`.execute(
      tx
    );
    const target = { kind: 'job', id, label: labelOf(job.name) };
    await recordAudit(tx, actor, { action: 'job.retry', target });
    return true;
  });
}

async function listFailed(executor: Executor): Promise<FailedTask[]> {
  const { rows } = await sql<{
    id: number;
    name: string;
    attempts: number;
    error: string;
    nextAt: Date | null;
  }>`
    select id, task_identifier as name, attempts, last_error as error,
      case when attempts < max_attempts then run_at end as "nextAt"
    from graphile_worker.jobs where last_error is not null
    order by updated_at desc limit ${MOST}`.execute(executor);
  return rows.map(({ name, ...row }) => ({ ...row, label: labelOf(name) }));
}

async function listWaiting(executor: Executor): Promise<WaitingTasks[]> {
  const { rows } = await sql<Omit<WaitingTasks, 'label'> & { name: string }>`
    select task_identifier as name, count(locked_at) as running, count(*) - count(locked_at) as waiting,
      min(run_at) filter (where locked_at is null) as "nextAt"
    from graphile_worker.jobs where attempts < max_attempts or locked_at is not null
    group by task_identifier order by task_identifier`.execute(executor);
  return rows.map(({ name, ...row }) => ({ ...row, label: labelOf(name) }));
}

/** graphile-worker keeps when each was last asked for; whether it is done is whether its job is still there. */
async function listRegular(executor: Executor): Promise<RegularTask[]> {
  const { rows } = await sql<{
    name: string;
    lastAt: Date | null;
    left: boolean;
    failing: boolean;
  }>`
    select known.identifier as name, known.last_execution as "lastAt", job.id is not null as left,
      job.last_error is not null as failing
    from graphile_worker._private_known_crontabs known
    left join graphile_worker.jobs job on job.key = 'cron:' || known.identifier`.execute(executor);
  const known = new Map(rows.map((row) => [row.name, row]));
  return Object.entries(JOBS).flatMap(([name, { label, schedule }]) => {
    if (!schedule) return [];
    const last = known.get(name);
    const state = !last?.lastAt
      ? 'never'
      : last.failing
        ? 'failing'
        : last.left
          ? 'under-way'
          : 'done';
    return { name, label, schedule, lastAt: last?.lastAt ?? null, state };
  });
}

function labelOf(name: string): string {
  return JOBS[name]?.label ?? name;
}

function mustRunInstance(actor: Actor): void {
  if (!runsInstance(actor))
    throw new Forbidden('Les tâches sont réservées à l’administration de Maillage.');
}
