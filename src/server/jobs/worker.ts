import { setTimeout as sleep } from 'node:timers/promises';
import {
  run,
  type JobHelpers,
  type ParsedCronItem,
  parseCronItems,
  type Runner,
  type Task,
  type TaskList
} from 'graphile-worker';
import { connect, poolOf, type Database } from '#server/db/connection.ts';
import { log } from '#server/log.ts';
import type { Job, Jobs } from './job.ts';
import { logger } from './logger.ts';
import { Presence } from './presence.ts';
import { addJob } from './queue.ts';
import { unlockDeadWorkers } from './recovery.ts';
import { isDue } from './schedule.ts';

export interface Worker {
  /** Takes no more jobs and lets those under way finish, up to a limit. */
  stop(): Promise<void>;
}

/** Mostly waiting for mail servers to answer. */
const AT_ONCE = 4;
/** Those, one that listens, one that takes and ends jobs. */
const CONNECTIONS = AT_ONCE + 2;
/** A server that stops waits no longer; a job cut short is done again. */
const FINISH_WITHIN_MS = 10_000;
/** Past it, jobs under way are told that the server is stopping. */
const ASK_TO_STOP_AFTER_MS = 4000;
/** Longest absence after which a daily job missed is still done. */
const CATCH_UP_MS = 24 * 3_600_000;
/** Before the messages that wait. */
const BEFORE_ALL = -100;
const RESTART_AFTER_MS = 5000;

/** Does the jobs of the instance in this process, with connections of its own. */
export function startWorker(url: string, jobs: Jobs): Worker {
  const stopping = new AbortController();
  let runner: Runner | null = null;
  const over = keepRunning(stopping.signal, async () => {
    const db = connect(url, { max: CONNECTIONS });
    const presence = new Presence(url);
    try {
      await unlockDeadWorkers(db);
      await askAtStart(db, jobs);
      runner = await startRunner(db, jobs, presence);
      if (stopping.signal.aborted) await runner.stop();
      await untilCut(runner, presence);
    } finally {
      runner = null;
      await presence.release();
      await atMost(FINISH_WITHIN_MS, db.destroy());
    }
  });
  return {
    async stop() {
      stopping.abort();
      const stopped = Promise.resolve(runner?.stop()).catch(() => undefined);
      await atMost(
        FINISH_WITHIN_MS,
        stopped.then(() => over)
      );
    }
  };
}

/**
 * Until the runner ends, or the database went away under it. What it held then is nobody's: it may not know of a job
 * that was given to it, and under the same name it would hold it for four hours.
 */
async function untilCut(runner: Runner, presence: Presence): Promise<void> {
  const ended = runner.promise.then(() => 'ended' as const);
  const outcome = await Promise.race([ended, presence.lost.then(() => 'cut' as const)]);
  if (outcome === 'ended') return;
  log.warn('worker lost its database: another takes its place');
  ended.catch(() => undefined);
  await atMost(
    FINISH_WITHIN_MS,
    runner.stop().catch(() => undefined)
  );
}

/**
 * The clock holds the process: when the database is gone, nothing else does, and Node would end it (code 13) in the
 * middle of its stop.
 */
async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  const over = new AbortController();
  const clock = sleep(milliseconds, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([work, clock]).finally(() => over.abort());
}

/** A worker that ends by itself (the database went away) begins again. */
async function keepRunning(stopping: AbortSignal, life: () => Promise<void>): Promise<void> {
  while (!stopping.aborted) {
    try {
      await life();
    } catch (error) {
      log.error({ err: error }, 'worker ended');
    }
    await sleep(RESTART_AFTER_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
}

async function askAtStart(db: Database, jobs: Jobs): Promise<void> {
  for (const [name, { atStart }] of Object.entries(jobs))
    if (atStart) await addJob(db, name, {}, { jobKey: `start:${name}`, priority: BEFORE_ALL });
}

function startRunner(db: Database, jobs: Jobs, presence: Presence): Promise<Runner> {
  return run({
    pgPool: poolOf(db),
    logger,
    concurrency: AT_ONCE,
    gracefulShutdownAbortTimeout: ASK_TO_STOP_AFTER_MS,
    noHandleSignals: true,
    taskList: tasksOf(db, jobs),
    parsedCronItems: cronsOf(jobs),
    preset: {
      plugins: [livingWorker(presence)],
      // By default what is finished is recorded by batches, and a stop may forget some.
      worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 }
    }
  });
}

/** Before it takes its first job, a worker holds the lock that says it lives. */
function livingWorker(presence: Presence): GraphileConfig.Plugin {
  return {
    name: 'MaillagePresence',
    version: '1.0.0',
    worker: {
      hooks: { startWorker: (_ctx, { worker }) => presence.hold(worker.workerPool.id) }
    }
  };
}

function tasksOf(db: Database, jobs: Jobs): TaskList {
  const task =
    ({ run }: Job): Task =>
    async (payload: unknown, { job, abortSignal }: JobHelpers) => {
      await run(db, payload, {
        now: new Date(),
        worker: job.locked_by ?? '',
        signal: abortSignal
      });
    };
  return Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, task(job)]));
}

function cronsOf(jobs: Jobs): ParsedCronItem[] {
  return parseCronItems(
    Object.entries(jobs).flatMap(([name, { schedule }]) => {
      if (!schedule) return [];
      const backfillPeriod = 'daily' in schedule ? CATCH_UP_MS : 0;
      return {
        task: name,
        identifier: name,
        match: (minute) => isDue(schedule, minute),
        options: { backfillPeriod, jobKey: `cron:${name}`, maxAttempts: 12 }
      };
    })
  );
}
