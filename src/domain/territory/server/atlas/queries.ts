import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { buildAtlas, type Atlas } from '../../atlas.ts';

let cached: { release: string; atlas: Promise<Atlas> } | undefined;

/**
 * The atlas of the geography in this database: kept for the process, read again when another one has been loaded.
 * Costs one query on a table of a few rows.
 */
export async function getAtlas(db: Executor): Promise<Atlas> {
  const release = await currentRelease(db);
  if (cached?.release !== release.key) {
    const atlas = readAtlas(db, release.year);
    cached = { release: release.key, atlas };
    atlas.catch(() => {
      if (cached?.atlas === atlas) cached = undefined;
    });
  }
  return cached.atlas;
}

async function currentRelease(db: Executor): Promise<{ key: string; year: number }> {
  const { rows } = await sql<{ key: string; year: number }>`
    select current_database() || ' ' || year || ' ' || extract(epoch from loaded_at) as key, year
    from cog_release order by year desc limit 1`.execute(db);
  return rows[0] ?? { key: '', year: 0 };
}

async function readAtlas(db: Executor, year: number): Promise<Atlas> {
  const regions = await db.selectFrom('region').select(['code', 'name', 'liaison']).execute();
  const departements = await db
    .selectFrom('departement')
    .select(['code', 'name', 'region_code as regionCode', 'liaison'])
    .execute();
  const epcis = await db
    .selectFrom('epci')
    .select(['code', 'name'])
    .where('removed_after', 'is', null)
    .execute();
  const communes = await db
    .selectFrom('commune')
    .select(['code', 'name', 'population', 'postal_codes as postalCodes'])
    .select([
      'departement_code as departementCode',
      'region_code as regionCode',
      'epci_code as epciCode'
    ])
    .where('merged_into', 'is', null)
    .execute();
  const aliases = await db
    .selectFrom('commune_alias')
    .select(['code', 'name', 'postal_codes as postalCodes', 'commune_code as communeCode'])
    .execute();
  return buildAtlas({ year, regions, departements, epcis, communes, aliases });
}
