import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { buildAtlas, type Atlas } from '../../atlas.ts';

let cached: { release: string; atlas: Promise<Atlas> } | undefined;

/**
 * The atlas of the geography in this database: kept for the process, read again when another one has been loaded,
 * at once by this process and within a second by another. Costs at most one small query.
 */
export async function getAtlas(db: Executor): Promise<Atlas> {
  const release = await checkedRelease(db);
  if (cached?.release !== release.key) {
    const atlas = readAtlas(db, release.year);
    cached = { release: release.key, atlas };
    atlas.catch(() => {
      if (cached?.atlas === atlas) cached = undefined;
    });
  }
  return cached.atlas;
}

interface Release {
  key: string;
  year: number;
}

/** A geography is loaded once a year, and asked about several times a request. */
const CHECKED_FOR_MS = 1000;
let checked = new WeakMap<Executor, { at: number; release: Promise<Release> }>();

function checkedRelease(db: Executor): Promise<Release> {
  const now = performance.now();
  const last = checked.get(db);
  if (last && now - last.at < CHECKED_FOR_MS) return last.release;
  const release = currentRelease(db);
  checked.set(db, { at: now, release });
  release.catch(() => checked.delete(db));
  return release;
}

/** To call when this process has loaded a geography. */
export function forgetRelease(): void {
  checked = new WeakMap();
}

async function currentRelease(db: Executor): Promise<Release> {
  const { rows } = await sql<Release>`
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
