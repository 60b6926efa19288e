import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect, type Database } from '#server/db/connection.ts';
import { testDatabaseUrl } from '../../../tests/support/database.ts';
import { until } from '../../../tests/support/processes.ts';
import type { Job } from './job.ts';
import { countWorkers } from './presence.ts';
import { addJob } from './queue.ts';
import { startWorker, type Worker } from './worker.ts';

async function aDatabase(): Promise<{ db: Database; url: string }> {
  const url = await testDatabaseUrl();
  const db = connect(url);
  onTestFinished(() => db.destroy());
  return { db, url };
}

function work(url: string, run: Job['run']): Worker {
  const worker = startWorker(url, { essai: { label: 'Essai', run } });
  onTestFinished(() => worker.stop());
  return worker;
}

async function jobs(db: Database) {
  const { rows } = await sql<{ locked_by: string | null; last_error: string | null }>`
    select locked_by, last_error from graphile_worker.jobs where task_identifier = 'essai'`.execute(
    db
  );
  return rows;
}

describe('a worker', () => {
  test('does what a committed transaction asked for, and nothing of one rolled back', async () => {
    const { db, url } = await aDatabase();
    const done: unknown[] = [];
    work(url, (_db, payload) => Promise.resolve(done.push(payload)));
    const asked = db.transaction().execute(async (tx) => {
      await addJob(tx, 'essai', { number: 1 });
      throw new Error('rolled back');
    });
    await expect(asked).rejects.toThrow('rolled back');
    await db.transaction().execute((tx) => addJob(tx, 'essai', { number: 2 }));
    await until(() => done.length > 0);
    expect(done).toEqual([{ number: 2 }]);
    await until(async () => (await jobs(db)).length === 0);
  });

  test('is known to live from before its first job until it stops', async () => {
    const { db, url } = await aDatabase();
    let seen = -1;
    await addJob(db, 'essai', {});
    const worker = work(url, async (own) => (seen = await countWorkers(own)));
    await until(() => seen >= 0);
    expect(seen).toBe(1);
    await worker.stop();
    await until(async () => (await countWorkers(db)) === 0);
  });

  test('lets the job under way finish when it stops, and leaves none locked', async () => {
    const { db, url } = await aDatabase();
    const steps: string[] = [];
    const worker = work(url, async () => {
      steps.push('begun');
      await new Promise((done) => setTimeout(done, 300));
      steps.push('done');
    });
    await addJob(db, 'essai', {});
    await until(() => steps.length > 0);
    await worker.stop();
    expect(steps).toEqual(['begun', 'done']);
    expect(await jobs(db)).toEqual([]);
  });

  test('keeps what a job threw, to try again later', async () => {
    const { db, url } = await aDatabase();
    work(url, () => Promise.reject(new Error('pas maintenant')));
    await addJob(db, 'essai', {});
    await until(async () => (await jobs(db))[0]?.last_error === 'pas maintenant');
  });

  test('takes back the jobs of a worker whose process is gone', async () => {
    const { db, url } = await aDatabase();
    await addJob(db, 'essai', {});
    await sql`update graphile_worker._private_jobs set locked_by = 'pool-gone', locked_at = now()`.execute(
      db
    );
    let done = false;
    work(url, () => Promise.resolve((done = true)));
    await until(() => done);
  });

  test('whose connection is cut takes another name: a job it was given and never heard of is done', async () => {
    const { db, url } = await aDatabase();
    const names: string[] = [];
    work(url, (_db, _payload, { worker }) => Promise.resolve(names.push(worker)));
    await addJob(db, 'essai', {});
    await until(() => names.length === 1);
    // As when the answer that gives it a job is lost with the connection.
    await db.transaction().execute(async (tx) => {
      await addJob(tx, 'essai', { given: 'unheard' });
      await sql`update graphile_worker._private_jobs set locked_by = ${names[0]}, locked_at = now(), attempts = 1`.execute(
        tx
      );
    });
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'maillage worker'`.execute(db);
    await until(() => names.length === 2);
    expect(names[1]).not.toBe(names[0]);
  });
});
