import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { sql } from 'kysely';
import { afterAll } from 'vitest';
import { backUp } from '#app/backups.ts';
import { connect } from '#server/db/connection.ts';
import { readEnvironment } from '#server/env.ts';
import { addJob } from '#server/jobs/queue.ts';
import { aPlaceForTraces, someoneEverywhere } from '../factories/traces.ts';
import { backupFolder, portrait } from './backups.ts';
import { testDatabaseUrl } from './database.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

/** An instance with rows in most tables, a job that waits and messages, saved whole in `file`: `source` is its portrait. */
export async function savedInstance() {
  const folder = await backupFolder();
  const url = await testDatabaseUrl();
  const db = connect(url, { max: 4 });
  afterAll(() => db.destroy());
  await someoneEverywhere(db, await aPlaceForTraces(db));
  await addJob(db, 'mail.recover', { what: 'it waits' }, { runAt: new Date('2099-01-01') });
  await sql`insert into mail_message (kind, recipient, subject, text_body, html_body, not_before)
    values ('essai', 'due@exemple.test', 'due', '', '', now() - interval '1 hour'),
      ('essai', 'later@exemple.test', 'later', '', '', now() + interval '90 days')`.execute(db);
  const data = join(folder, 'data');
  await mkdir(data);
  const configuration = readEnvironment({ MAILLAGE_DATA: data, MAILLAGE_DEMO: 'off' });
  const file = join(folder, 'toute-l-instance.tar.gz');
  await backUp(db, file, configuration);
  const source = await portrait(url);

  /** Runs `maillage` on a database, with a data folder of its own. */
  const maillage = (on: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    spawnSync(process.execPath, [join(ROOT, 'bin/maillage.ts'), ...args], {
      cwd: ROOT,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: on,
        MAILLAGE_DATA: data,
        MAILLAGE_DEMO: 'off',
        ...env
      }
    });

  return { folder, url, db, data, configuration, file, source, maillage };
}
