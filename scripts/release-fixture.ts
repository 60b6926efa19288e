/**
 * Keeps what this release makes of the demonstration, so that every later one proves that it reads it and brings it up to
 * date (src/app/upgrade.db.test.ts). Run once, when a release is made: `node scripts/release-fixture.ts`.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { backUp } from '../src/app/backups.ts';
import { prepareDatabase } from '../src/app/prepare.ts';
import { openDatabase } from '../src/server/db/current.ts';
import { startEmbedded } from '../src/server/db/embedded.ts';
import { environment } from '../src/server/env.ts';
import { VERSION } from '../src/server/version.ts';

const FIXTURES = resolve(import.meta.dirname, '../tests/fixtures');
const data = mkdtempSync(join(tmpdir(), 'maillage-release-'));
const file = join(FIXTURES, `release-${VERSION}.tar.gz`);
const say = (line: string) => console.error(`• ${line}`);

process.env['MAILLAGE_DATA'] = data;
const server = await startEmbedded({ data, role: 'command', disposable: true });
const db = openDatabase(server.url);
try {
  await prepareDatabase(db, { demo: 'on' }, say);
  const { size, rows } = await backUp(db, file, environment());
  say(`${file}: ${rows} rows, ${size} bytes`);
} finally {
  await db.destroy();
  await server.stop();
}
