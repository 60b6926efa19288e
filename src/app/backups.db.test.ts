import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  ARCHIVE_END,
  entryHeader,
  padding,
  readArchive,
  readEntry,
  sealOf
} from '#server/backup/archive.ts';
import { emptyDatabaseUrl, portrait, query } from '../../tests/support/backups.ts';
import { ROOT, savedInstance } from '../../tests/support/saved-instance.ts';

vi.setConfig({ testTimeout: 200_000, hookTimeout: 200_000 });

const { folder, url, data, file, source, maillage } = await savedInstance();

/** Rewrites a backup with other descriptions, and seals it again. */
async function rewritten(
  name: string,
  change: (manifest: Record<string, unknown>) => void
): Promise<string> {
  const parts: Buffer[] = [];
  for await (const entry of readArchive(file)) {
    let bytes = await readEntry(entry, 1e9);
    if (entry.name === 'manifest.json') {
      const manifest = JSON.parse(String(bytes)) as Record<string, unknown>;
      change(manifest);
      bytes = Buffer.from(JSON.stringify(manifest));
    }
    parts.push(entryHeader(entry.name, bytes.length), bytes, padding(bytes.length));
  }
  const gzip = createGzip();
  gzip.end(Buffer.concat([...parts, ARCHIVE_END]));
  const zipped = Buffer.concat((await Array.fromAsync(gzip)) as Buffer[]);
  const target = join(folder, name);
  await writeFile(
    target,
    Buffer.concat([zipped, sealOf(createHash('sha256').update(zipped).digest('hex'))])
  );
  return target;
}

test('what is saved here has rows in most tables; the rest has some in the demonstration (upgrade.db.test.ts)', () => {
  const tables = [...source].filter(([name]) => /^(public|graphile_worker)[.]/.test(name));
  const filled = tables.filter(([, said]) => said !== '0 ');
  expect(filled.length).toBeGreaterThan(tables.length * 0.7);
});

describe('an instance restored on an empty machine, by the command', () => {
  test('has every row, rule and job of the first, and its secret; its people may go on', async () => {
    const target = await emptyDatabaseUrl();
    const elsewhere = await mkdtemp(join(tmpdir(), 'maillage-elsewhere-'));
    onTestFinished(() => rm(elsewhere, { recursive: true, force: true }));
    await writeFile(join(data, 'secret'), 'le secret de l’instance d’origine');
    const withSecret = join(folder, 'avec-secret.tar.gz');
    expect(maillage(url, ['backup', withSecret]).status).toBe(0);
    const restored = maillage(target, ['restore', withSecret, '--moved'], {
      MAILLAGE_DATA: elsewhere
    });
    expect(restored.stderr + restored.stdout).toContain('chaque table a été relue');
    expect(await portrait(target)).toEqual(source);
    expect(readFileSync(join(elsewhere, 'secret'), 'utf8')).toBe(
      'le secret de l’instance d’origine'
    );
    const [next] = await query(
      target,
      `insert into mail_message (kind, recipient, subject) values ('essai', '', '')
        returning id > (select max(id) from mail_message) as follows`
    );
    expect(next).toEqual({ follows: true });
  });

  test('sends nothing that may have left since, unless the first has stopped', async () => {
    const target = await emptyDatabaseUrl();
    expect(maillage(target, ['restore', file]).stderr).toContain(
      'à décider dans /gestion/instance/courriels'
    );
    const states = await query(
      target,
      `select recipient, status from mail_message where kind = 'essai' order by 1`
    );
    expect(states).toEqual([
      { recipient: 'due@exemple.test', status: 'uncertain' },
      { recipient: 'later@exemple.test', status: 'queued' }
    ]);
  });
});

describe('a backup of a newer Maillage is refused before anything is touched', () => {
  test.each([
    [
      'a newer format',
      (manifest: Record<string, unknown>) => (manifest['format'] = 2),
      'format plus récent'
    ],
    [
      'a newer schema',
      (manifest: Record<string, unknown>) =>
        (manifest['migrations'] as string[]).push('2999-01-01-1-plus-tard'),
      'installez cette version ou une plus récente'
    ]
  ])('%s', async (name, change, sentence) => {
    const newer = await rewritten(`${name}.tar.gz`, change);
    const target = await emptyDatabaseUrl();
    const refused = maillage(target, ['restore', newer]);
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining(sentence)]);
    expect(
      await query(
        target,
        `select count(*) from pg_class where relnamespace = 'public'::regnamespace`
      )
    ).toEqual([{ count: '0' }]);
  });
});

test('without room, a backup says so and leaves nothing', async () => {
  const cramped = join(folder, 'plein');
  const command = `ulimit -f 20; exec "$0" "$1" backup "$2"`;
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', command, process.execPath, join(ROOT, 'bin/maillage.ts'), join(cramped, 'trop.tar.gz')],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: url,
        MAILLAGE_DATA: data,
        MAILLAGE_DEMO: 'off'
      }
    }
  );
  expect([status, stderr]).toEqual([1, expect.stringContaining('Il n’y a plus de place')]);
  expect(await readdir(cramped)).toEqual([]);
});
