import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { startS3Stub } from '../../../tests/support/s3-stub.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import type { Bucket } from './address.ts';
import { StorageFailure } from './failure.ts';
import { eraseRemoved, getFile, listFiles, putFile, readFile, removeFile } from './files.ts';

const db = await testDatabase();
const stub = await startS3Stub();
afterAll(() => stub.close());

/** A store of one's own to prove it on: MAILLAGE_TEST_S3=https://cle:secret@adresse/seau?region=… */
function ownStore(): readonly (readonly [string, Bucket])[] {
  const given = process.env['MAILLAGE_TEST_S3'];
  if (!given) return [];
  const url = new URL(given);
  const [, bucket = ''] = url.pathname.split('/');
  const region = url.searchParams.get('region') ?? 'us-east-1';
  const endpoint = `${url.protocol}//${url.host}`;
  const [keyId, secret] = [url.username, url.password].map(decodeURIComponent) as [string, string];
  return [['a store of one’s own', { endpoint, bucket, prefix: 'essai/', region, keyId, secret }]];
}

const STORES: readonly (readonly [string, Bucket | null])[] = [
  ['the database', null],
  ['a stub of the protocol of S3', stub.bucket],
  ...ownStore()
];
const tomorrow = () => new Date(Date.now() + 86_400_000);
const folder = 'documents';

async function listAll(store: Bucket | null, before = tomorrow()): Promise<string[]> {
  return (await Array.fromAsync(listFiles(db, { folder, before }, store))).flat();
}

describe.each(STORES)('in %s', (_name, store) => {
  test('a file is read back as it was stored, piece by piece', async () => {
    const bytes = randomBytes(1_200_000);
    const stored = await putFile(db, { folder, bytes, mediaType: 'application/pdf' }, store);
    expect(stored.size).toBe(bytes.length);
    expect(stored.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    const pieces = await Array.fromAsync(await getFile(db, stored, store));
    expect(pieces.length).toBeGreaterThan(1);
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
  });

  test('what is removed is gone once it is committed, and removing it again changes nothing', async () => {
    const file = { folder, bytes: Buffer.from('à retirer'), mediaType: 'application/pdf' };
    const stored = await putFile(db, file, store);
    await expect(
      db.transaction().execute(async (tx) => {
        await removeFile(tx, stored.key);
        throw new Error('not committed');
      })
    ).rejects.toThrow('not committed');
    await eraseRemoved(db, store);
    expect(String(await readFile(db, stored, store))).toBe('à retirer');
    await removeFile(db, stored.key);
    await eraseRemoved(db, store);
    await expect(readFile(db, stored, store)).rejects.toThrow(StorageFailure);
    await removeFile(db, stored.key);
    await eraseRemoved(db, store);
  });

  test('what was stored before a day is listed, over several pages', async () => {
    const file = { folder, bytes: Buffer.from('x'), mediaType: 'application/pdf' };
    const keys = await Promise.all([1, 2, 3, 4, 5].map(() => putFile(db, file, store)));
    const elsewhere = await putFile(db, { ...file, folder: 'ailleurs' }, store);
    const listed = await listAll(store);
    expect(keys.map(({ key }) => key).filter((key) => !listed.includes(key))).toEqual([]);
    expect(listed).not.toContain(elsewhere.key);
    expect(await listAll(store, new Date(Date.now() - 3_600_000))).toEqual([]);
  });

  test('a file that is not the one that was stored never arrives whole', async () => {
    const bytes = randomBytes(700_000);
    const stored = await putFile(db, { folder, bytes, mediaType: 'application/pdf' }, store);
    const other = { ...stored, sha256: '0'.repeat(64) };
    const received: Uint8Array[] = [];
    await expect(async () => {
      for await (const piece of await getFile(db, other, store)) received.push(piece);
    }).rejects.toThrow(StorageFailure);
    expect(Buffer.concat(received).length).toBeLessThan(bytes.length);
  });
});

describe('a file of the database', () => {
  test('goes with the transaction that stores it', async () => {
    const before = await listAll(null);
    await expect(
      db.transaction().execute(async (tx) => {
        await putFile(tx, { folder, bytes: Buffer.from('x'), mediaType: 'image/png' }, null);
        throw new Error('not committed');
      })
    ).rejects.toThrow('not committed');
    expect(await listAll(null)).toEqual(before);
  });

  test('that was damaged on disk is refused', async () => {
    const file = { folder, bytes: randomBytes(1000), mediaType: 'image/png' };
    const stored = await putFile(db, file, null);
    await sql`update stored_file set bytes = set_byte(bytes, 500, (get_byte(bytes, 500) + 1) % 256)
      where key = ${stored.key}`.execute(db);
    await expect(readFile(db, stored, null)).rejects.toThrow(StorageFailure);
  });

  test('is still read once a store is configured', async () => {
    const file = { folder, bytes: Buffer.from('avant'), mediaType: 'image/png' };
    const stored = await putFile(db, file, null);
    expect(String(await readFile(db, stored, stub.bucket))).toBe('avant');
  });
});

describe('a store that speaks S3 (a stub of the protocol)', () => {
  const file = { folder, bytes: Buffer.from('bonjour'), mediaType: 'application/pdf' };

  test('receives what it checks: its signature, what is sent, of which type', async () => {
    const { key } = await putFile(db, file, stub.bucket);
    const kept = stub.objects.get(key.replace('s3/', 'maillage/'))!;
    expect({ ...kept, bytes: String(kept.bytes) }).toMatchObject({
      bytes: 'bonjour',
      mediaType: 'application/pdf'
    });
  });

  test.each([
    ['another secret', { secret: 'une autre' }, /403 SignatureDoesNotMatch/],
    ['another identifier', { keyId: 'AUTRE' }, /403 InvalidAccessKeyId/],
    ['another region', { region: 'ailleurs' }, /403 AuthorizationHeaderMalformed/]
  ])('refuses %s, and nothing of the key is told', async (_name, wrong, detail) => {
    const refused = await putFile(db, file, { ...stub.bucket, ...wrong }).then(
      () => null,
      (error: unknown) => (error instanceof StorageFailure ? error : null)
    );
    expect(refused?.detail).toMatch(detail);
    expect(JSON.stringify(refused)).not.toContain(stub.bucket.secret);
  });

  test('is asked again when it is busy, and what it cannot do in the end is told as such', async () => {
    stub.failing.push(503, 500);
    const stored = await putFile(db, file, stub.bucket);
    expect(String(await readFile(db, stored, stub.bucket))).toBe('bonjour');
    stub.failing.push(503, 503, 503);
    await expect(readFile(db, stored, stub.bucket)).rejects.toThrow('réessayez');
  });

  test('that does not answer is told as such', async () => {
    const nobody = { ...stub.bucket, endpoint: 'http://127.0.0.1:9' };
    await expect(putFile(db, file, nobody)).rejects.toThrow(StorageFailure);
  });

  test('is needed to read what it keeps', async () => {
    const stored = await putFile(db, file, stub.bucket);
    await expect(readFile(db, stored, null)).rejects.toThrow(StorageFailure);
  });
});
