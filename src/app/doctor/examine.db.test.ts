import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { readEnvironment } from '#server/env.ts';
import { addJob } from '#server/jobs/queue.ts';
import { Forbidden } from '#shared/errors.ts';
import { aTerritory, person } from '../../../tests/factories/people.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { examine, type Patient } from './examine.ts';
import type { Finding } from './finding.ts';

const db = await testDatabase();
const administrator = await person(db, { administrator: true });
const PATIENT: Patient = {
  ...{ environment: readEnvironment({ MAILLAGE_DATA: '.' }), database: db },
  ...{ clock: () => new Date(), outside: false, heavy: false, mailTo: null }
};

async function found(change: Partial<Patient> = {}): Promise<Record<string, Finding>> {
  const findings = await examine(administrator, { ...PATIENT, ...change });
  return Object.fromEntries(findings.map((one) => [one.check, one]));
}

test('only who runs the instance reads how it is', async () => {
  await expect(examine(VISITOR, PATIENT)).rejects.toThrow(Forbidden);
  const member = await person(db);
  await expect(examine(member, PATIENT)).rejects.toThrow(Forbidden);
});

test('a database that works says so; nobody does the jobs of this one', async () => {
  expect(await found()).toMatchObject({
    ...{ database: { state: 'good' }, worker: { state: 'bad', value: 'À l’arrêt' } },
    ...{ jobs: { state: 'good' }, 'mail-queue': { state: 'good', value: 'À jour' } },
    contours: { state: 'good', value: 'Aucun territoire' }
  });
});

test('a clock ahead of the database’s is told', async () => {
  const ahead = (ms: number) => ({ clock: () => new Date(Date.now() + ms) });
  expect((await found(ahead(60_000)))['clock']).toMatchObject({ state: 'bad' });
  expect((await found(ahead(-10_000)))['clock']).toMatchObject({ state: 'watch' });
});

test('contours that a territory lacks are named by their département', async () => {
  await aTerritory(db);
  expect((await found())['contours']).toMatchObject({
    ...{ state: 'watch', value: 'Il en manque : D1' },
    remedy: expect.stringContaining('--departement D1')
  });
});

test('a job given up and one long overdue are told', async () => {
  await addJob(db, 'throttle.sweep', {});
  await sql`update graphile_worker._private_jobs set run_at = now() - interval '2 hours'`.execute(
    db
  );
  expect((await found())['jobs']).toMatchObject({ state: 'bad' });
  await sql`update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'disque plein'`.execute(
    db
  );
  expect((await found())['jobs']).toMatchObject({ state: 'watch', value: '1 en échec' });
});

test('a message late by two hours is told, with what to look at', async () => {
  await sql`insert into mail_message (kind, recipient, subject, not_before)
    values ('essai', 'a@exemple.test', 'Essai', now() - interval '2 hours')`.execute(db);
  expect((await found())['mail-queue']).toMatchObject({
    state: 'bad',
    value: '120 minutes de retard'
  });
});

test('a schema of another version is told, and its tables are not read', async () => {
  await sql`delete from kysely_migration
    where name = (select max(name) from kysely_migration)`.execute(db);
  const behind = await found();
  expect(behind['database']).toMatchObject({ state: 'bad', value: '1 migration à faire' });
  expect(behind['worker']).toBeUndefined();
});
