import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { JOBS } from '#app/jobs.ts';
import { connect } from '#server/db/connection.ts';
import type { Jobs } from '#server/jobs/job.ts';
import { addJob } from '#server/jobs/queue.ts';
import { startWorker } from '#server/jobs/worker.ts';
import { testDatabaseUrl } from './database.ts';
import { until } from './processes.ts';
import { unscheduled } from './unscheduled.ts';

/** What a worker of its own did when asked, and the jobs that it plans to do by itself. */
async function look(change: (jobs: Jobs) => Jobs, isWritten: (plan: string[]) => boolean) {
  const done: string[] = [];
  const noting = Object.entries(JOBS).map(([name, job]) => [
    name,
    { ...job, run: () => Promise.resolve(done.push(name)) }
  ]);
  const url = await testDatabaseUrl();
  const db = connect(url);
  const worker = startWorker(url, change(Object.fromEntries(noting) as Jobs));
  onTestFinished(() => worker.stop().then(() => db.destroy()));
  const plan = async () => {
    const { rows } = await sql<{ identifier: string }>`
      select identifier from graphile_worker._private_known_crontabs order by 1`.execute(db);
    return rows.map(({ identifier }) => identifier);
  };
  // The plan is written while the first job is looked for: the second is done after it.
  for (const count of [1, 2]) {
    await addJob(db, 'fiches.confirm', {});
    await until(() => done.filter((name) => name === 'fiches.confirm').length === count);
  }
  await until(async () => isWritten(await plan()));
  return { done, plan: await plan() };
}

test('browser tests meet no job that nobody asked for, and every job still answers', async () => {
  const { done, plan } = await look(unscheduled, () => true);
  expect(plan).toEqual([]);
  expect(done).toEqual(['fiches.confirm', 'fiches.confirm']);
  expect(Object.keys(unscheduled(JOBS))).toEqual(Object.keys(JOBS));
});

test('negative control: a server does by itself what has its hour', async () => {
  const expected = Object.keys(JOBS).filter((name) => JOBS[name]!.schedule);
  expect(expected).toContain('fiches.confirm');
  const { plan } = await look(
    (jobs) => jobs,
    (names) => names.length > 0
  );
  expect(plan).toEqual(expected.sort());
});
