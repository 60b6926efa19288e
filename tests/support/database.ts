import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { connect, type Database } from '#server/db/connection.ts';
import { databaseUrl, runSql } from './server.ts';

/**
 * The test file's own migrated database, cloned from a template and closed after the file.
 * @param options.geography - with the whole official geography (its template is made once per run,
 * by the first file that asks).
 */
export async function testDatabase(options: { geography?: boolean } = {}): Promise<Database> {
  const url = await testDatabaseUrl(options);
  const db = connect(url);
  afterAll(() => db.destroy());
  return db;
}

/** The same, for a test that needs its own connections. */
export async function testDatabaseUrl(options: { geography?: boolean } = {}): Promise<string> {
  const server = inject('postgresUrl');
  if (options.geography) await ensureGeographyTemplate(server);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const source = options.geography ? 'template_geography strategy file_copy' : 'template_plain';
  await runSql(server, `create database ${name} template ${source}`);
  return databaseUrl(server, name);
}

async function ensureGeographyTemplate(server: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(1)');
    const { rowCount } = await client.query(
      `select from pg_database where datname = 'template_geography' and datistemplate`
    );
    if (rowCount) return;
    await client.query('drop database if exists template_geography');
    await client.query('create database template_geography template template_plain');
    await loadOfficialGeography(databaseUrl(server, 'template_geography'));
    await client.query('alter database template_geography is_template true');
  } finally {
    await client.end();
  }
}

async function loadOfficialGeography(url: string): Promise<void> {
  const { loadGeography } = await import('../../src/domain/territory/server/commands.ts');
  const { readOfficialGeography } =
    await import('../../src/domain/territory/server/geography/queries.ts');
  const db = connect(url, { max: 2 });
  try {
    await loadGeography(db, await readOfficialGeography());
    // Plans as in production, where autovacuum has counted the rows.
    await sql`analyze`.execute(db);
  } finally {
    await db.destroy();
  }
}
