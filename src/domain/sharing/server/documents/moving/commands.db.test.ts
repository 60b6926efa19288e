import { sql } from 'kysely';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { readFile } from '#server/storage/files.ts';
import type { ContributionId, TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../../../../../../tests/factories/contributions.ts';
import { aPdf } from '../../../../../../tests/factories/files.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { testDatabaseUrl } from '../../../../../../tests/support/database.ts';
import { run } from '../../../../../../tests/support/processes.ts';
import { startS3Stub } from '../../../../../../tests/support/s3-stub.ts';
import { connect } from '#server/db/connection.ts';
import { addVersion, restoreVersion } from '../commands.ts';
import { moveFiles } from './commands.ts';
import { listMisplaced } from './queries.ts';

const url = await testDatabaseUrl({ geography: true });
const db = connect(url);
const stub = await startS3Stub();
const { bucket } = stub;
afterAll(async () => {
  await db.destroy();
  await stub.close();
});
let territory: TerritoryId;
let author: Awaited<ReturnType<typeof person>>;
let number = 0;

beforeEach(async () => {
  await db.deleteFrom('contribution').execute();
  stub.objects.clear();
  stub.failing.length = 0;
  stub.answered.length = 0;
  territory = (await aTerritory(db, `ici-${(number += 1)}`)).id;
  author = await person(db, { roles: [{ territory, role: 'member' }] });
});

const aDocument = async (...texts: readonly string[]): Promise<ContributionId> => {
  const { id } = await aContribution(db, {
    ...{ territory, kind: 'document', author: author.id }
  });
  for (const text of texts) await addVersion(db, author, id, { name: 'a.pdf', bytes: aPdf(text) });
  return id;
};

/** Every file read from where its document says, and in how many places its bytes are. */
async function read() {
  const { rows } = await sql<{ key: string; size: number; sha256: string }>`
    select distinct storage_key as key, size::int, sha256 from document_version order by 1`.execute(
    db
  );
  for (const row of rows) await readFile(db, row, bucket);
  const stored = await sql<{ key: string }>`select key from stored_file order by 1`.execute(db);
  return {
    named: rows.map(({ key }) => key),
    kept: [
      ...stored.rows.map(({ key }) => key),
      ...[...stub.objects.keys()].map((key) => key.replace('maillage/', 's3/'))
    ].toSorted()
  };
}

test('files go to the bucket and back, verified; a file that two versions share is moved once', async () => {
  const shared = await aDocument('Une', 'Deux');
  await restoreVersion(db, author, shared, 1);
  await aDocument('Trois');
  const before = await read();
  expect(before.named).toHaveLength(3);
  expect(await moveFiles(db, 'bucket', { bucket })).toMatchObject({ moved: 3, failed: [] });
  const outside = await read();
  expect(outside.named.every((key) => key.startsWith('s3/documents/'))).toBe(true);
  expect(outside.kept).toEqual(outside.named);
  expect(await moveFiles(db, 'bucket', { bucket })).toMatchObject({ moved: 0 });
  expect(await moveFiles(db, 'database', { bucket })).toMatchObject({ moved: 3, failed: [] });
  const back = await read();
  expect(back.named.every((key) => key.startsWith('db/documents/'))).toBe(true);
  expect(back.kept).toEqual(back.named);
});

test('a damaged file, or one the bucket refuses, stays where it was and is told; the others go', async () => {
  await aDocument('Entière');
  await aDocument('Abîmée, et un peu plus longue que l autre');
  await sql`update stored_file set bytes = set_byte(bytes, 50, (get_byte(bytes, 50) + 1) % 256)
    where key = (select storage_key from document_version order by size desc limit 1)`.execute(db);
  const outcome = await moveFiles(db, 'bucket', { bucket });
  expect(outcome).toMatchObject({ moved: 1, failed: [{ file: 'a.pdf' }] });
  expect(outcome.failed[0]!.detail).toContain('is not what was stored');
  expect(await listMisplaced(db, 'bucket')).toHaveLength(1);
  await aDocument('Une autre, plus longue encore que celle qui est abîmée');
  stub.failing.push(503, 503, 503);
  expect((await moveFiles(db, 'bucket', { bucket })).failed).toHaveLength(2);
  const { rows } = await sql`select from stored_file`.execute(db);
  expect(rows).toHaveLength(2);
});

test('what the bucket keeps otherwise than it was sent is not believed: the source stays', async () => {
  await aDocument('Une');
  const keep = stub.objects.set.bind(stub.objects);
  stub.objects.set = (key, kept) => keep(key, { ...kept, bytes: Buffer.from('autre chose') });
  try {
    expect(await moveFiles(db, 'bucket', { bucket })).toMatchObject({ moved: 0, failed: [{}] });
  } finally {
    stub.objects.set = keep;
  }
  expect((await read()).named[0]).toMatch(/^db\//);
});

test('a version brought back while its file is moved never loses it', async () => {
  const document = await aDocument('Une', 'Deux');
  await Promise.all([
    moveFiles(db, 'bucket', { bucket }),
    restoreVersion(db, author, document, 1),
    moveFiles(db, 'bucket', { bucket })
  ]);
  await moveFiles(db, 'bucket', { bucket });
  const { named, kept } = await read();
  expect(named).toHaveLength(2);
  expect(kept).toEqual(named);
});

const command = (...args: string[]) =>
  run('bin/maillage.ts', ['files', 'move', ...args], {
    env: {
      DATABASE_URL: url,
      MAILLAGE_STORAGE: `${bucket.endpoint}/${bucket.bucket}/maillage?region=${bucket.region}`,
      MAILLAGE_STORAGE_KEY: bucket.keyId,
      MAILLAGE_STORAGE_SECRET: bucket.secret
    }
  });

test('killed in the middle, the command loses nothing, and goes on where it was', async () => {
  for (let at = 0; at < 25; at += 1) await aDocument(`Document ${at}`);
  const dry = command('--to', 'bucket', '--dry-run', '--json');
  expect(await dry.ended).toBe(0);
  expect(dry.output()).toContain('"files": 25');
  expect(stub.objects.size).toBe(0);
  const first = command('--to', 'bucket');
  while (stub.answered.filter((line) => line === 'PUT 200').length < 3)
    await new Promise((done) => setTimeout(done, 2));
  first.child.kill('SIGKILL');
  expect(await first.ended).toBe('SIGKILL');
  const { named } = await read();
  const moved = named.filter((key) => key.startsWith('s3/')).length;
  expect(moved).toBeGreaterThan(0);
  expect(moved).toBeLessThan(25);
  const second = command('--to', 'bucket', '--json');
  expect(await second.ended).toBe(0);
  expect(second.output()).toContain('"left": 0');
  const after = await read();
  expect(after.named.every((key) => key.startsWith('s3/'))).toBe(true);
  expect((await sql`select from stored_file`.execute(db)).rows).toHaveLength(0);
}, 60_000);

test('without a bucket, or without saying where, the command says what is missing', async () => {
  const nowhere = run('bin/maillage.ts', ['files', 'move', '--to', 'bucket'], {
    env: { DATABASE_URL: url }
  });
  expect(await nowhere.ended).toBe(1);
  expect(nowhere.output()).toContain('MAILLAGE_STORAGE');
  const vague = command('--to', 'disque');
  expect(await vague.ended).toBe(2);
  expect(vague.output()).toContain('files move --to database|bucket');
}, 60_000);
