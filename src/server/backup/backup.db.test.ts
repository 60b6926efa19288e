import { randomBytes } from 'node:crypto';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { connect } from '#server/db/connection.ts';
import { Refusal } from '#server/refusal.ts';
import {
  backupFolder,
  emptyDatabaseUrl,
  NOTHING_OUTSIDE,
  NOTHING_TO_SETTLE,
  portrait,
  rowsOf
} from '../../../tests/support/backups.ts';
import { testDatabaseUrl } from '../../../tests/support/database.ts';
import { connectForCopy } from './catalog.ts';
import { checkBackup } from './check.ts';
import { copyIn, copyOut } from './copy.ts';
import { makeBackup } from './make.ts';
import { restoreBackup } from './restore.ts';

// Each restoration makes the whole schema again.
vi.setConfig({ testTimeout: 150_000 });

const folder = await backupFolder();
const url = await testDatabaseUrl();
const db = connect(url, { max: 4 });
afterAll(() => db.destroy());
let made = 0;
const newFile = () => join(folder, `${++made}.tar.gz`);

async function query(statement: string, values: unknown[] = [], on = url): Promise<unknown[]> {
  const client = new pg.Client(on);
  await client.connect();
  try {
    return (await client.query(statement, values)).rows;
  } finally {
    await client.end();
  }
}

/** A file whose bytes are hard on a text format, and larger than one piece of the archive. */
await query(`insert into stored_file (key, media_type, bytes) values ('db/essai/1', $1, $2)`, [
  'text/\\plain\t"é\n',
  randomBytes(2_500_000)
]);
const whole = newFile();
await makeBackup(url, whole, NOTHING_OUTSIDE);
const bytes = await readFile(whole);

describe('a backup', () => {
  test('is readable by the account that made it alone, and leaves nothing beside it', async () => {
    expect((await stat(whole)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['1.tar.gz']);
  });

  test('never takes the place of a file', async () => {
    await expect(makeBackup(url, whole, NOTHING_OUTSIDE)).rejects.toThrow('existe déjà');
    expect((await readFile(whole)).equals(bytes)).toBe(true);
  });

  test('restored in an empty database, gives the same rows, the same rules and the numbers that follow', async () => {
    const target = await emptyDatabaseUrl();
    await restoreBackup(target, whole, await checkBackup(whole), NOTHING_TO_SETTLE);
    expect(await portrait(target)).toEqual(await portrait(url));
  });

  test('begun while another is under way is refused, and the first one ends', async () => {
    let second: Promise<unknown> = Promise.resolve();
    const outside = {
      ...NOTHING_OUTSIDE,
      listFiles: async () => {
        second = makeBackup(url, newFile(), NOTHING_OUTSIDE).catch((error: unknown) => error);
        await second;
        return [];
      }
    };
    await makeBackup(url, newFile(), outside);
    expect(await second).toMatchObject({ message: expect.stringContaining('déjà en cours') });
  });

  test('that fails half-way leaves no file', async () => {
    const outside = { ...NOTHING_OUTSIDE, listFiles: () => Promise.reject(new Error('no store')) };
    const before = await readdir(folder);
    await expect(makeBackup(url, newFile(), outside)).rejects.toThrow('no store');
    expect(await readdir(folder)).toEqual(before);
  });
});

describe('people write during a backup', () => {
  const WRITE = `with file as (insert into stored_file (key, media_type, bytes) values ($1, '', '') returning key)
    insert into stored_file_removal (key) select key from file`;
  let written = 0;
  const writeBoth = () => query(WRITE, [`db/ensemble/${++written}`]);

  test('what it holds is of one instant', async () => {
    await writeBoth();
    const file = newFile();
    const outside = {
      ...NOTHING_OUTSIDE,
      listFiles: async () => {
        await writeBoth();
        return [];
      }
    };
    await makeBackup(url, file, outside);
    const { tables } = (await checkBackup(file)).contents;
    const both = [
      tables['public.stored_file']!.rows - 1,
      tables['public.stored_file_removal']!.rows
    ];
    expect(both).toEqual([written - 1, written - 1]);
  });

  test('negative control: tables read one after the other, without a snapshot, disagree', async () => {
    const client = await connectForCopy(url);
    const count = async (table: string) =>
      (await Array.fromAsync(copyOut(client, `copy ${table} to stdout`))).length;
    const files = (await count('stored_file')) - 1;
    await writeBoth();
    expect(await count('stored_file_removal')).toBe(files + 1);
    await client.end();
  });
});

describe('a damaged backup is refused, whatever the damage', () => {
  const refusal = (content: Buffer) => async () => {
    const file = newFile();
    await writeFile(file, content);
    await checkBackup(file);
  };

  test('one bit changed anywhere', async () => {
    const file = newFile();
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const damaged = Buffer.from(bytes);
        damaged[at]! ^= 1 << bit;
        await writeFile(file, damaged);
        await expect(checkBackup(file)).rejects.toThrow(Refusal);
      }),
      {
        numRuns: 60,
        examples: [
          [0, 0],
          [9, 3],
          [bytes.length - 1, 0],
          [bytes.length - 50, 2]
        ]
      }
    );
  });

  test('cut at any length', async () => {
    const file = newFile();
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
        await writeFile(file, bytes.subarray(0, length));
        await expect(checkBackup(file)).rejects.toThrow(Refusal);
      }),
      { numRuns: 40, examples: [[0], [1], [100], [bytes.length - 1]] }
    );
  });

  test.each([
    ['with something added', Buffer.concat([bytes, Buffer.from([0])])],
    ['that is another file', Buffer.from('Bonjour, ceci est un tableur.'.repeat(100))],
    ['empty', Buffer.alloc(0)]
  ])('%s', async (_name, content) => {
    await expect(refusal(content)()).rejects.toThrow('abîmée ou incomplète');
  });

  test('a file that is not there is told as such', async () => {
    await expect(checkBackup(join(folder, 'nulle-part'))).rejects.toThrow(
      'Il n’y a pas de fichier'
    );
  });
});

describe('a restoration', () => {
  test('of a database in use is refused, and nothing of it changes', async () => {
    const target = await testDatabaseUrl();
    const someone = new pg.Client(target);
    await someone.connect();
    const before = await portrait(target);
    await expect(
      restoreBackup(target, whole, await checkBackup(whole), NOTHING_TO_SETTLE)
    ).rejects.toThrow('arrêtez Maillage');
    await someone.end();
    expect(await portrait(target)).toEqual(before);
  });

  test('replaces everything that was there', async () => {
    const target = await testDatabaseUrl();
    await query(
      `insert into stored_file (key, media_type, bytes) values ('db/avant', '', '')`,
      [],
      target
    );
    await restoreBackup(target, whole, await checkBackup(whole), NOTHING_TO_SETTLE);
    const after = await portrait(target);
    expect(rowsOf(after, 'public.stored_file')).toBe(1);
    expect(await query(`select key from stored_file`, [], target)).toEqual([{ key: 'db/essai/1' }]);
  });

  test('that fails at its very end leaves the database as it was', async () => {
    const target = await testDatabaseUrl();
    await query(
      `insert into stored_file (key, media_type, bytes) values ('db/avant', '', '')`,
      [],
      target
    );
    const before = await portrait(target);
    const settle = () => Promise.reject(new Error('at the end'));
    await expect(
      restoreBackup(target, whole, await checkBackup(whole), { ...NOTHING_TO_SETTLE, settle })
    ).rejects.toThrow('at the end');
    expect(await portrait(target)).toEqual(before);
  });

  test('whose rows are not those of the backup is refused: the comparison is of every row', async () => {
    const target = await emptyDatabaseUrl();
    const checked = await checkBackup(whole);
    const table = checked.contents.tables['public.stored_file']!;
    table.mark = table.mark.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    await expect(restoreBackup(target, whole, checked, NOTHING_TO_SETTLE)).rejects.toThrow(
      'La table public.stored_file n’est pas'
    );
    expect(await query(`select to_regclass('stored_file') as made`, [], target)).toEqual([
      { made: null }
    ]);
  });
});

test('COPY says what PostgreSQL refuses, and the connection serves again', async () => {
  const client = await connectForCopy(url);
  const rows = (text: string) => [Buffer.from(text)] as unknown as AsyncIterable<Uint8Array>;
  await expect(
    copyIn(client, 'copy stored_file_removal (key) from stdin', rows('a\tb\n'))
  ).rejects.toThrow('extra data');
  await expect(Array.fromAsync(copyOut(client, 'copy nowhere to stdout'))).rejects.toThrow(
    'nowhere'
  );
  await expect(copyIn(client, 'copy nowhere from stdin', rows('a\n'))).rejects.toThrow('nowhere');
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await client.end();
});
