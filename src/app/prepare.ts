import { createRequire } from 'node:module';
import { sql } from 'kysely';
import { followMergedCommunes } from '#domain/directory/server/merged-communes/commands.ts';
import { operator } from '#domain/identity/model.ts';
import { reportLines } from '#domain/territory/changes.ts';
import { loadGeography } from '#domain/territory/server/commands.ts';
import { readOfficialGeography } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { migrateToLatest } from '#server/db/migrate.ts';
import type { Environment } from '#server/env.ts';
import { installJobs } from '#server/jobs/schema.ts';
import { plural } from '#shared/text.ts';
import { loadDemonstrationEvents } from './demo-events.ts';
import { loadDefaultVocabulary, loadDemonstration, loadDemonstrationPeople } from './demo.ts';

type Say = (message: string) => void;

/** Held while a database is prepared: of several servers starting together, one does the work. */
const PREPARATION = 0x4d41;

/** Everything a database needs before pages can be served: schema, official geography, words, demonstration. */
export async function prepareDatabase(
  db: Database,
  { demo }: Pick<Environment, 'demo'>,
  say: Say
): Promise<void> {
  await alone(db, async () => {
    await migrate(db, say);
    await ensureGeography(db, say);
    await loadDefaultVocabulary(db);
    if (demo === 'on') await ensureDemonstration(db, say);
    if (demo !== 'off') await loadDemonstrationPeople(db, say);
    if (demo === 'on') await loadDemonstrationEvents(db, say);
  });
}

async function alone(db: Database, work: () => Promise<void>): Promise<void> {
  await db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${PREPARATION})`.execute(connection);
    try {
      await work();
    } finally {
      await sql`select pg_advisory_unlock(${PREPARATION})`.execute(connection);
    }
  });
}

/** Brings the schema up to date. */
export async function migrate(db: Database, say: Say): Promise<string[]> {
  const done = await migrateToLatest(db);
  await installJobs(db);
  if (done.length > 0) say(`Schéma de la base : ${plural(done.length, 'migration')}`);
  return done;
}

/** Loads the geography of the installed package on the first start, and its updates after an upgrade. */
async function ensureGeography(db: Database, say: Say): Promise<void> {
  const present = await db
    .selectFrom('cog_release')
    .select(['year', 'source'])
    .orderBy('year', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (present?.source.endsWith(` ${installedRelease()}`)) return;
  say('Géographie officielle : lecture…');
  const official = await readOfficialGeography();
  let told = 0;
  const outcome = await loadGeography(db, official, ({ done, total }) => {
    const quarter = Math.floor((4 * done) / total);
    if (quarter > told) say(`Géographie officielle : ${quarter * 25} %`);
    told = Math.max(told, quarter);
  });
  if (!outcome.ok) {
    say(`Géographie officielle : celle de ${outcome.present} est gardée, plus récente`);
    return;
  }
  await followMergedCommunes(db, operator('mise à jour de la géographie'));
  await sql`analyze`.execute(db);
  for (const line of reportLines(outcome.report)) say(line);
}

function installedRelease(): string {
  const require = createRequire(import.meta.url);
  return (require('@etalab/decoupage-administratif/package.json') as { version: string }).version;
}

async function ensureDemonstration(db: Database, say: Say): Promise<void> {
  const anything = await sql<{ exists: boolean }>`
    select exists (select from territory) or exists (select from structure) as "exists"`.execute(
    db
  );
  if (anything.rows[0]?.exists) return;
  await loadDemonstration(db, say);
}
