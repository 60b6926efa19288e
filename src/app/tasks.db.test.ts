import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { readEnvironment } from '#server/env.ts';
import { addJob } from '#server/jobs/queue.ts';
import { Forbidden } from '#shared/errors.ts';
import { person } from '../../tests/factories/people.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { askForBackup, readBackupBoard } from './backup-board.ts';
import { keepBackup, MAKING } from './backup-making.ts';
import { examineBackups } from './doctor/backups.ts';
import { examine } from './doctor/examine.ts';
import { JOBS } from './jobs.ts';
import { readTaskBoard, retryTask } from './tasks.ts';

const db = await testDatabase();
const administrator = await person(db, { administrator: true });
const PATIENT = {
  ...{ environment: readEnvironment({ MAILLAGE_DATA: '.' }), database: db },
  ...{ clock: () => new Date(), outside: false, heavy: false, mailTo: null }
};

test('only who runs the instance sees its jobs and its health', async () => {
  await expect(readTaskBoard(db, VISITOR)).rejects.toThrow(Forbidden);
  await expect(retryTask(db, VISITOR, 1)).rejects.toThrow(Forbidden);
  await expect(examine(VISITOR, PATIENT)).rejects.toThrow(Forbidden);
});

test('a job that failed shows why, and is tried again now when asked', async () => {
  await addJob(db, 'throttle.sweep', { secret: 'payload' });
  await sql`update graphile_worker._private_jobs
    set attempts = max_attempts, last_error = 'disque plein', run_at = now() + interval '1 day'`.execute(
    db
  );
  const board = await readTaskBoard(db, administrator);
  expect(board.failed).toMatchObject([
    { label: JOBS['throttle.sweep']?.label, error: 'disque plein', nextAt: null }
  ]);
  expect(JSON.stringify(board)).not.toContain('payload');
  const { id } = board.failed[0]!;
  expect(await retryTask(db, administrator, id)).toBe(true);
  const { rows } = await sql<{ due: boolean }>`
    select run_at <= now() and attempts = 0 as due from graphile_worker.jobs where id = ${id}`.execute(
    db
  );
  expect(rows).toEqual([{ due: true }]);
  expect(await retryTask(db, administrator, 999_999)).toBe(false);
});

test('every regular job says when it was last done', async () => {
  const before = (await readTaskBoard(db, administrator)).regular;
  expect(before.map(({ name }) => name)).toContain('mail.recover');
  expect(new Set(before.map(({ state }) => state))).toEqual(new Set(['never']));
  await sql`insert into graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
    values ('mail.recover', now(), now())`.execute(db);
  const { regular } = await readTaskBoard(db, administrator);
  expect(regular.find(({ name }) => name === 'mail.recover')?.state).toBe('done');
});

test('a backup is asked for by who runs the instance, in the audit log, and its age is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-board-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const configuration = readEnvironment({ MAILLAGE_DATA: folder, MAILLAGE_DEMO: 'off' });
  await expect(askForBackup(db, VISITOR, configuration)).rejects.toThrow(Forbidden);
  await expect(readBackupBoard(db, VISITOR, configuration)).rejects.toThrow(Forbidden);
  expect((await readBackupBoard(db, administrator, configuration)).backups).toEqual([]);
  const now = new Date();
  expect((await examineBackups(configuration, now)).state).toBe('watch');

  expect(await askForBackup(db, administrator, configuration)).toBe(true);
  expect(await askForBackup(db, administrator, configuration)).toBe(true);
  const { rows } = await sql<{ payload: unknown }>`
    select payload from graphile_worker._private_jobs where key = 'backup:asked'`.execute(db);
  expect(rows).toEqual([{ payload: { occasion: 'demande' } }]);
  const audited = await sql<{ action: string }>`
    select action from audit_entry where action = 'backup.ask'`.execute(db);
  expect(audited.rows).toHaveLength(2);

  await keepBackup(db, 'demande', configuration, new Date());
  const { backups, failure, isUnderWay } = await readBackupBoard(db, administrator, configuration);
  expect(backups).toMatchObject([{ occasion: 'demande' }]);
  expect([failure, isUnderWay]).toEqual([null, false]);
  expect((await examineBackups(configuration, now)).state).toBe('good');
  const later = new Date(now.getTime() + 3 * 86_400_000);
  expect(await examineBackups(configuration, later)).toMatchObject({
    state: 'bad',
    remedy: expect.stringContaining('tâches en échec') as string
  });
  await sql`update graphile_worker._private_jobs set last_error = 'disque plein' where key = 'backup:asked'`.execute(
    db
  );
  const failing = await readBackupBoard(db, administrator, configuration);
  expect(failing.failure).toMatchObject({ label: MAKING, error: 'disque plein' });

  const otherwise = { ...configuration, backups: null };
  expect(await askForBackup(db, administrator, otherwise)).toBe(false);
  expect(await keepBackup(db, 'nuit', otherwise, new Date())).toBeNull();
  expect((await examineBackups(otherwise, now)).state).toBe('watch');
});
