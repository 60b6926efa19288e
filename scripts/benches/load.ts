import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { operator } from '#domain/identity/model.ts';
import { createStructures, saveVocabulary } from '#domain/directory/server/commands.ts';
import { loadGeography } from '#domain/territory/server/commands.ts';
import { readOfficialGeography } from '#domain/territory/server/geography/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { migrateToLatest } from '#server/db/migrate.ts';
import { nationalLoad } from './national.ts';
import type { Place } from './perimeters.ts';

const SEED = 20261122;
const BATCH = 2500;
const ACTOR = operator('banc d’essai');

/**
 * Fills an empty database with the official geography and a national load, through the commands of the product.
 * A database that holds the load already is kept as it is.
 * @returns whether it had to be loaded.
 */
export async function loadNational(
  db: Database,
  count: number,
  say: (text: string) => void
): Promise<boolean> {
  await migrateToLatest(db);
  const present = await db
    .selectFrom('structure')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (present.count === count) {
    say(`${count} structures are there already`);
    return false;
  }
  if (present.count > 0) throw new Error('the bench needs a database of its own, empty');
  await loadGeography(db, await readOfficialGeography());
  say('geography loaded');
  const vocabulary = new URL(
    '../../src/domain/directory/defaults/vocabulary.json',
    import.meta.url
  );
  await saveVocabulary(
    db,
    ACTOR,
    withPositions(JSON.parse(await readFile(vocabulary, 'utf8')) as Vocabulary)
  );
  const inputs = nationalLoad(await places(db), count, SEED);
  say(`${count} structures drawn`);
  for (let start = 0; start < inputs.length; start += BATCH) {
    await createStructures(db, ACTOR, inputs.slice(start, start + BATCH));
    say(`${Math.min(start + BATCH, count)} structures written`);
  }
  await sql`vacuum analyze`.execute(db);
  say('analysed');
  return true;
}

async function places(db: Database): Promise<Place[]> {
  const rows = await db
    .selectFrom('commune')
    .selectAll()
    .where('merged_into', 'is', null)
    .orderBy('code')
    .execute();
  return rows.map((row) => ({
    code: row.code,
    name: row.name,
    postalCode: row.postal_codes[0] ?? '',
    departement: row.departement_code,
    region: row.region_code,
    epci: row.epci_code,
    population: row.population
  }));
}

type Vocabulary = Parameters<typeof saveVocabulary>[2];

function withPositions(vocabulary: Vocabulary): Vocabulary {
  const placed = <T>(words: T[]): T[] => words.map((word, position) => ({ position, ...word }));
  return {
    types: placed(vocabulary.types),
    themes: placed(vocabulary.themes),
    audiences: placed(vocabulary.audiences)
  };
}
