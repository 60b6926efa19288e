import { sql, type RawBuilder } from 'kysely';
import type { Executor } from '#server/db/connection.ts';

export interface JobOptions {
  /** Not before; at once when it is not said. */
  readonly runAt?: Date;
  /** Of two jobs with the same key, only the last asked remains, unless the first has begun. */
  readonly jobKey?: string;
  /** Smaller is done sooner; 0 when it is not said. */
  readonly priority?: number;
}

/** Tried for about sixteen hours, later and later; then it waits for somebody. */
const MOST_ATTEMPTS = 12;

/**
 * Asks for a job of `src/app/jobs.ts`, in the transaction of its cause: it is done if the transaction is committed,
 * and only then, at once or at `runAt`.
 * @param payload - what the job is told: ids rather than what they name.
 */
export async function addJob(
  executor: Executor,
  name: string,
  payload: Readonly<Record<string, unknown>>,
  { runAt, jobKey, priority = 0 }: JobOptions = {}
): Promise<void> {
  const call = jobCall(name, {
    payload: sql`${JSON.stringify(payload)}::json`,
    jobKey: sql`${jobKey ?? null}::text`,
    runAt: runAt ?? null,
    priority
  });
  await sql`select from ${call} as job`.execute(executor);
}

/** The call that asks for a job, to stand in the statement of its cause. */
export function jobCall(
  name: string,
  asked: {
    readonly payload: RawBuilder<unknown>;
    readonly jobKey: RawBuilder<unknown>;
    readonly runAt?: Date | null;
    readonly priority: number;
  }
): RawBuilder<unknown> {
  return sql`graphile_worker.add_job(${name}, payload => ${asked.payload},
    run_at => ${asked.runAt ?? null}::timestamptz, job_key => ${asked.jobKey},
    max_attempts => ${MOST_ATTEMPTS}::integer, priority => ${asked.priority}::integer)`;
}
