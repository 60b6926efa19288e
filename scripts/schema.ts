/**
 * Writes `src/server/db/schema.ts`, the types of the tables, from a database that has just been migrated.
 * `--check` changes nothing and fails on a difference.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Cli } from 'kysely-codegen';
import { connect } from '../src/server/db/connection.ts';
import { startEmbedded } from '../src/server/db/embedded.ts';
import { migrateToLatest } from '../src/server/db/migrate.ts';

const COMMITTED = resolve(import.meta.dirname, '../src/server/db/schema.ts');
const check = process.argv.includes('--check');
const data = mkdtempSync(join(tmpdir(), 'maillage-schema-'));

const server = await startEmbedded({ data, role: 'command', disposable: true });
try {
  const db = connect(server.url);
  await migrateToLatest(db);
  await db.destroy();
  const generated = join(data, 'schema.ts');
  await generate(server.url, check ? generated : COMMITTED);
  if (check && readFileSync(generated, 'utf8') !== readFileSync(COMMITTED, 'utf8')) {
    console.error(
      'src/server/db/schema.ts is not what the migrations make: run « npm run schema ».'
    );
    process.exitCode = 1;
  }
} finally {
  await server.stop();
}

async function generate(url: string, file: string): Promise<void> {
  const options = [
    ...['--dialect', 'postgres', '--url', url, '--out-file', file, '--date-parser', 'string'],
    ...['--exclude-pattern', 'kysely_*', '--type-mapping', '{"int8":"number","numeric":"number"}']
  ];
  await new Cli().run({ argv: [...options, '--log-level', 'silent'] });
}
