import { sql } from 'kysely';
import type { ZoneLevel } from '#domain/territory/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { normalise } from '#shared/text.ts';
import type { Gazetteer, NamedZone } from '../../../transfer/zones.ts';

interface CommuneRow {
  asked: string;
  code: string;
  name: string;
  departement: string;
  departementName: string;
}

/**
 * The zones that a file names: its codes and names, looked up in a constant number of statements. EPCI,
 * départements and régions are few and all there.
 */
export async function loadGazetteer(
  db: Executor,
  wanted: { codes: readonly string[]; names: readonly string[] }
): Promise<Gazetteer> {
  const codes = [...new Set(wanted.codes)];
  const names = [...new Set(wanted.names)];
  const byCode = new Map<ZoneLevel, Map<string, NamedZone>>();
  const byName = new Map<string, NamedZone[]>();
  const name = (key: string, zone: NamedZone) => {
    const known = byName.get(key);
    if (known) known.push(zone);
    else byName.set(key, [zone]);
  };
  byCode.set('commune', new Map());
  for (const row of await communesByCode(db, codes))
    byCode.get('commune')!.set(row.asked, communeZone(row));
  for (const row of await communesByName(db, names)) name(row.asked, communeZone(row));
  for (const [level, zones] of await largerZones(db)) {
    byCode.set(level, new Map(zones.map((zone) => [zone.code, zone])));
    for (const zone of zones) for (const form of nameForms(zone)) name(form, zone);
  }
  return { byCode, byName };
}

function communeZone(row: CommuneRow): NamedZone {
  return {
    level: 'commune',
    code: row.code,
    name: row.name,
    within: `${row.departementName} (${row.departement})`,
    departement: row.departement
  };
}

/** Current communes; the code of a merged, delegated or former one gives the commune of today. */
async function communesByCode(db: Executor, codes: readonly string[]): Promise<CommuneRow[]> {
  const { rows } = await sql<CommuneRow>`
    with asked as (
      select code as asked, coalesce(merged_into, code) as code from commune where code = any(${codes}::text[])
      union
      select alias.code, coalesce(commune.merged_into, commune.code)
      from commune_alias alias join commune on commune.code = alias.commune_code
      where alias.code = any(${codes}::text[])
        and not exists (select from commune other where other.code = alias.code)
    )
    select asked.asked, c.code, c.name, d.code as departement, d.name as "departementName"
    from asked join commune c on c.code = asked.code
    join departement d on d.code = c.departement_code`.execute(db);
  return rows;
}

/** By current name; a former or delegated name counts only where no current commune has it. */
async function communesByName(db: Executor, names: readonly string[]): Promise<CommuneRow[]> {
  const { rows } = await sql<CommuneRow>`
    with found as (
      select search as asked, code from commune where search = any(${names}::text[]) and merged_into is null
      union
      select alias.search, coalesce(commune.merged_into, commune.code)
      from commune_alias alias join commune on commune.code = alias.commune_code
      where alias.search = any(${names}::text[])
        and not exists (select from commune c where c.search = alias.search and c.merged_into is null)
    )
    select found.asked, c.code, c.name, d.code as departement, d.name as "departementName"
    from found join commune c on c.code = found.code
    join departement d on d.code = c.departement_code
    order by c.code`.execute(db);
  return rows;
}

async function largerZones(db: Executor): Promise<[ZoneLevel, NamedZone[]][]> {
  const { rows } = await sql<{ level: ZoneLevel; code: string; name: string }>`
    select 'epci' as level, code, name from epci
    union all select 'departement', code, name from departement
    union all select 'region', code, name from region`.execute(db);
  const zones = rows.map((row) => ({ ...row, within: '', departement: null }));
  return (['epci', 'departement', 'region'] as const).map((level) => [
    level,
    zones.filter((zone) => zone.level === level)
  ]);
}

const EPCI_KIND =
  /^(cc|ca|cu|communaute de communes|communaute d agglomeration|communaute urbaine) /;
const ARTICLE = /^(du|de la|des|de l|de|d) /;

/** An EPCI is also known without its kind: « CC du Pays d'Iroise », « Pays d'Iroise ». */
function nameForms(zone: NamedZone): string[] {
  const whole = normalise(zone.name);
  if (zone.level !== 'epci') return [whole];
  const bare = whole.replace(EPCI_KIND, '');
  return [...new Set([whole, bare, bare.replace(ARTICLE, '')])];
}
