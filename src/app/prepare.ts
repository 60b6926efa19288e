import { createRequire } from 'node:module';
import { sql } from 'kysely';
import { followMergedCommunes } from '#domain/directory/server/merged-communes/commands.ts';
import { operator } from '#domain/identity/model.ts';
import { reportLines } from '#domain/territory/changes.ts';
import { loadGeography } from '#domain/territory/server/commands.ts';
import { readOfficialGeography } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { listApplied, listMigrations, migrateToLatest } from '#server/db/migrate.ts';
import { alone } from '#server/db/preparation.ts';
import type { Environment } from '#server/env.ts';
import { installJobs } from '#server/jobs/schema.ts';
import { log } from '#server/log.ts';
import { Refusal } from '#server/refusal.ts';
import { plural } from '#shared/text.ts';
import { keepBackup } from './backup-making.ts';
import { loadDemonstrationEvents } from './demo-events.ts';
import { loadDefaultVocabulary, loadDemonstration, loadDemonstrationPeople } from './demo.ts';

type Say = (message: string) => void;

/**
 * Everything a database needs before pages can be served: schema, official geography, words, demonstration.
 * @param saved - where a backup is kept before the schema changes; null: none is made.
 */
export async function prepareDatabase(
  db: Database,
  { demo }: Pick<Environment, 'demo'>,
  say: Say,
  saved: Environment | null = null
): Promise<void> {
  await alone(db, async () => {
    await migrate(db, say, saved);
    await ensureGeography(db, say);
    await loadDefaultVocabulary(db);
    if (demo === 'on') await ensureDemonstration(db, say);
    if (demo !== 'off') await loadDemonstrationPeople(db, say);
    if (demo === 'on') await loadDemonstrationEvents(db, say);
  });
}

/**
 * Brings the schema up to date, once a backup is made where there was something. @param saved - null: none is made.
 * @returns the migrations it ran. @throws Refusal when the backup cannot be made: nothing has changed.
 */
export async function migrate(
  db: Database,
  say: Say,
  saved: Environment | null
): Promise<string[]> {
  await backUpBefore(db, say, saved);
  const done = await migrateToLatest(db);
  await installJobs(db);
  if (done.length === 0) return done;
  say(`Schéma de la base : ${plural(done.length, 'migration')}`);
  log.info({ migrations: done }, 'schema migrated');
  return done;
}

async function backUpBefore(db: Database, say: Say, saved: Environment | null): Promise<void> {
  const applied = await listApplied(db);
  const known = await listMigrations();
  const isNewer = applied.some((name) => !known.includes(name));
  if (!saved?.backups || applied.length === 0 || applied.length === known.length || isNewer) return;
  say('Sauvegarde avant la mise à jour…');
  try {
    const made = await keepBackup(db, 'mise-a-jour', saved, new Date());
    if (made) say(`Sauvegarde faite : ${made.file}`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(
      `${error.message} La mise à jour n’est pas commencée. Si vous sauvegardez autrement, indiquez MAILLAGE_BACKUPS=off.`,
      { cause: error }
    );
  }
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
