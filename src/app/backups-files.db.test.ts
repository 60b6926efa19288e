import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { checkBackup } from '#server/backup/check.ts';
import { restoreBackup } from '#server/backup/restore.ts';
import { connect } from '#server/db/connection.ts';
import {
  readFile as readStored,
  putFile,
  removeFile,
  eraseRemoved
} from '#server/storage/files.ts';
import { emptyDatabaseUrl } from '../../tests/support/backups.ts';
import { startS3Stub } from '../../tests/support/s3-stub.ts';
import { savedInstance } from '../../tests/support/saved-instance.ts';
import { backUp, restoringOf } from './backups.ts';

vi.setConfig({ testTimeout: 200_000, hookTimeout: 200_000 });

const { folder, db, configuration } = await savedInstance();

describe('files of an S3-compatible store', () => {
  test('are in the backup, and go back to the store of the new instance, or to its database', async () => {
    const [stub, other] = [await startS3Stub(), await startS3Stub()];
    onTestFinished(async () => {
      await stub.close();
      await other.close();
    });
    const bytes = Buffer.from('Un document partagé.');
    const stored = await putFile(
      db,
      { folder: 'documents', bytes, mediaType: 'text/plain' },
      stub.bucket
    );
    const lost = { ...stored, key: 's3/documents/perdu' };
    const name = (kept: typeof stored) =>
      sql`
      update document_version set storage_key = ${kept.key}, size = ${kept.size}, sha256 = ${kept.sha256}
      where id = (select min(id) from document_version)`.execute(db);
    await name(stored);
    const withStore = { ...configuration, storage: stub.bucket };
    const saved = join(folder, 'avec-documents.tar.gz');
    expect(await backUp(db, saved, withStore)).toMatchObject({ files: 1, lost: [] });
    const checked = await checkBackup(saved);

    const first = await emptyDatabaseUrl();
    await restoreBackup(
      first,
      saved,
      checked,
      restoringOf({ ...configuration, storage: other.bucket }, true, () => undefined)
    );
    const there = connect(first, { max: 2 });
    expect(String(await readStored(there, stored, other.bucket))).toBe('Un document partagé.');
    await there.destroy();

    const second = await emptyDatabaseUrl();
    await restoreBackup(
      second,
      saved,
      checked,
      restoringOf(configuration, true, () => undefined)
    );
    const without = connect(second, { max: 2 });
    expect(String(await readStored(without, stored, null))).toBe('Un document partagé.');
    await removeFile(without, stored.key);
    expect(await eraseRemoved(without, null)).toBe(1);
    await expect(readStored(without, stored, null)).rejects.toThrow();
    await without.destroy();

    await name(lost);
    const incomplete = join(folder, 'un-document-perdu.tar.gz');
    expect(await backUp(db, incomplete, withStore)).toMatchObject({
      files: 0,
      lost: [lost.key]
    });
    stub.failing.push(503, 503, 503);
    await expect(backUp(db, join(folder, 'panne.tar.gz'), withStore)).rejects.toThrow(
      'pas accessibles'
    );
    expect(existsSync(join(folder, 'panne.tar.gz'))).toBe(false);
  });
});
