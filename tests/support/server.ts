import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { connect } from '#server/db/connection.ts';
import { startEmbedded } from '#server/db/embedded.ts';
import { migrateToLatest } from '#server/db/migrate.ts';
import { installJobs } from '#server/jobs/schema.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the database `maillage` of the test server; its name is replaced for each file's own. */
    postgresUrl: string;
  }
}

/**
 * One PostgreSQL per run, started by our own supervisor and thrown away with its folder at the end.
 * MAILLAGE_TEST_POSTGRES_BIN names another version's programs (such as /usr/lib/postgresql/15/bin).
 */
export default async function startTestServer(project: TestProject) {
  const data = await mkdtemp(join(tmpdir(), 'maillage-test-'));
  const bin = process.env['MAILLAGE_TEST_POSTGRES_BIN'];
  const server = await startEmbedded({ data, bin, role: 'command', disposable: true });
  await createTemplate(server.url);
  project.provide('postgresUrl', server.url);
  return () => server.stop();
}

async function createTemplate(url: string): Promise<void> {
  await runSql(url, 'create database template_plain');
  const db = connect(databaseUrl(url, 'template_plain'));
  await migrateToLatest(db);
  await installJobs(db);
  await db.destroy();
}

export function databaseUrl(url: string, name: string): string {
  return url.replace(/\/[^/]*$/, `/${name}`);
}

export async function runSql(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
