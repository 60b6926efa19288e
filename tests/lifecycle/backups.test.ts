import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { checkBackup } from '#server/backup/check.ts';
import { makeBackup } from '#server/backup/make.ts';
import { restoreBackup } from '#server/backup/restore.ts';
import { connect } from '#server/db/connection.ts';
import { startEmbedded, type EmbeddedServer } from '#server/db/embedded.ts';
import { migrateToLatest } from '#server/db/migrate.ts';
import { installJobs } from '#server/jobs/schema.ts';
import { aPlaceForTraces, someoneEverywhere } from '../factories/traces.ts';
import { NOTHING_OUTSIDE, NOTHING_TO_SETTLE, portrait } from '../support/backups.ts';
import { clearedAtEnd, temporaryFolder } from '../support/processes.ts';
import { databaseUrl, runSql } from '../support/server.ts';

const DEBIAN_15 = '/usr/lib/postgresql/15/bin';

/** An account that owns one database, and is nothing else: neither superuser, nor owner of the server. */
async function ordinaryDatabase(server: EmbeddedServer, name: string): Promise<string> {
  await runSql(server.url, `create role ${name} login`, `create database ${name} owner ${name}`);
  return databaseUrl(server.url, name).replace('//maillage@', `//${name}@`);
}

describe.runIf(existsSync(DEBIAN_15))('between PostgreSQL 15 and PostgreSQL 18', () => {
  const later = clearedAtEnd();
  let folder: string;
  let fifteen: EmbeddedServer;
  let eighteen: EmbeddedServer;
  beforeAll(async () => {
    folder = await temporaryFolder(later);
    const start = (data: string, bin?: string) =>
      startEmbedded({ data: join(folder, data), role: 'command', disposable: true, bin });
    fifteen = await start('quinze', DEBIAN_15);
    eighteen = await start('dix-huit');
  });
  afterAll(async () => {
    await fifteen.stop();
    await eighteen.stop();
  });

  test.each([
    ['15 to 18', () => fifteen, () => eighteen],
    ['18 to 15', () => eighteen, () => fifteen]
  ])(
    'an instance goes from %s, as an ordinary user of the server, without losing a row or a rule',
    async (name, from, to) => {
      const source = await ordinaryDatabase(from(), 'origine');
      const db = connect(source, { max: 3 });
      onTestFinished(() => db.destroy());
      await migrateToLatest(db);
      await installJobs(db);
      await someoneEverywhere(db, await aPlaceForTraces(db));
      const file = join(folder, `${name}.tar.gz`);
      await makeBackup(source, file, NOTHING_OUTSIDE);
      const target = await ordinaryDatabase(to(), 'nouvelle');
      const checked = await checkBackup(file);
      await restoreBackup(target, file, checked, NOTHING_TO_SETTLE);
      expect(await portrait(target)).toEqual(await portrait(source));
      // And again, in the place of what is now there.
      await restoreBackup(target, file, checked, NOTHING_TO_SETTLE);
      expect(await portrait(target)).toEqual(await portrait(source));
    }
  );
});
