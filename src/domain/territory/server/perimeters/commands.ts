import { sql } from 'kysely';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Invalid, type Issue } from '#shared/errors.ts';
import type { PerimeterId } from '#shared/ids.ts';
import { communePosition, upperZone, type Atlas } from '../../atlas.ts';
import type { PerimeterInput, ZoneLevel, ZoneRef } from '../../model.ts';
import type { GeographyReport } from '../../changes.ts';
import { getAtlas } from '../atlas/queries.ts';

/** Any number, the same everywhere: perimeters are not written while the geography changes under them. */
const GEOGRAPHY_LOCK = 4_300_001;

/** Waits for perimeters being written to be committed, and holds further ones until this transaction ends. */
export async function lockGeography(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${GEOGRAPHY_LOCK})`.execute(tx);
}

/**
 * Writes any number of perimeters and the communes they cover: a constant number of statements.
 *
 * Codes of merged, delegated or former communes are accepted and become the current commune's.
 *
 * @returns their ids, in the order of the inputs.
 * @throws Invalid naming each unknown code, at `<position>.include.<position>`.
 */
export async function createPerimeters(
  db: Executor,
  inputs: PerimeterInput[]
): Promise<PerimeterId[]> {
  if (inputs.length === 0) return [];
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock_shared(${GEOGRAPHY_LOCK})`.execute(tx);
    const atlas = await getAtlas(tx);
    const zones = resolveZones(atlas, inputs);
    const ids = await reserveIds(tx, inputs.length);
    await sql`
      insert into perimeter (id, certainty, cog_year, note) overriding system value
      select id, certainty, ${atlas.year}, note
      from unnest(${ids}::bigint[], ${inputs.map((input) => input.certainty)}::text[],
        ${inputs.map((input) => input.note ?? '')}::text[]) as input (id, certainty, note)`.execute(
      tx
    );
    await writeZones(tx, ids, zones);
    return ids;
  });
}

/** Replaces the zones, certainty and note of a perimeter. @throws Invalid naming each unknown code. */
export async function replacePerimeter(
  db: Executor,
  id: PerimeterId,
  input: PerimeterInput
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock_shared(${GEOGRAPHY_LOCK})`.execute(tx);
    const atlas = await getAtlas(tx);
    const zones = resolveZones(atlas, [input]);
    await tx
      .updateTable('perimeter')
      .set({ certainty: input.certainty, note: input.note ?? '', cog_year: atlas.year })
      .where('id', '=', id)
      .execute();
    await tx.deleteFrom('perimeter_zone').where('perimeter_id', '=', id).execute();
    await tx.deleteFrom('perimeter_commune').where('perimeter_id', '=', id).execute();
    await writeZones(tx, [id], zones);
  });
}

/** Deletes perimeters no longer in use, with their zones and communes. */
export async function deletePerimeters(db: Executor, ids: PerimeterId[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom('perimeter').where('id', 'in', ids).execute();
}

interface ResolvedZone {
  /** Position of the input it belongs to. */
  input: number;
  mode: 'include' | 'exclude';
  level: ZoneLevel;
  code: string;
}

const LEVEL_NAMES = {
  commune: 'commune',
  epci: 'EPCI',
  departement: 'département',
  region: 'région'
} as const;

function resolveZones(atlas: Atlas, inputs: PerimeterInput[]): ResolvedZone[] {
  const issues: Issue[] = [];
  const zones: ResolvedZone[] = [];
  inputs.forEach((perimeter, input) => {
    if (perimeter.certainty !== 'declared') return;
    for (const mode of ['include', 'exclude'] as const) {
      perimeter[mode].forEach((zone, position) => {
        const code = resolveCode(atlas, zone);
        if (code !== undefined) zones.push({ input, mode, level: zone.level, code });
        else {
          issues.push({
            path: `${input}.${mode}.${position}`,
            message: `${LEVEL_NAMES[zone.level]} de code « ${zone.code} » introuvable dans la géographie officielle ${atlas.year}`
          });
        }
      });
    }
  });
  if (issues.length > 0) throw new Invalid(issues);
  return zones;
}

function resolveCode(atlas: Atlas, zone: ZoneRef): string | undefined {
  if (zone.level !== 'commune') return upperZone(atlas, zone.level, zone.code)?.code;
  const position = communePosition(atlas, zone.code);
  return position === undefined ? undefined : atlas.communes[position]?.code;
}

async function reserveIds(tx: Tx, count: number): Promise<PerimeterId[]> {
  const { rows } = await sql<{ id: PerimeterId }>`
    select nextval(pg_get_serial_sequence('perimeter', 'id')) as id
    from generate_series(1, ${count})`.execute(tx);
  return rows.map(({ id }) => id);
}

async function writeZones(tx: Tx, ids: PerimeterId[], zones: ResolvedZone[]): Promise<void> {
  if (zones.length === 0) return;
  await sql`
    insert into perimeter_zone (perimeter_id, mode, level, code)
    select * from unnest(${zones.map((zone) => ids[zone.input])}::bigint[], ${zones.map((zone) => zone.mode)}::text[],
      ${zones.map((zone) => zone.level)}::text[], ${zones.map((zone) => zone.code)}::text[])
    on conflict do nothing`.execute(tx);
  await expand(tx, sql`where perimeter_id = any(${ids}::bigint[])`);
}

/** The communes of perimeters: those of an included zone and of no excluded one, in one statement. */
async function expand(tx: Tx, which: ReturnType<typeof sql>): Promise<void> {
  const zonesOf = (level: ZoneLevel, column: string) => sql`
    select zone.perimeter_id, commune.code, zone.mode
    from zone join commune on ${sql.ref(`commune.${column}`)} = zone.code
    where zone.level = ${sql.lit(level)} and commune.merged_into is null`;
  await sql`
    with zone as materialized (select perimeter_id, mode, level, code from perimeter_zone ${which})
    insert into perimeter_commune (commune_code, perimeter_id)
    select code, perimeter_id
    from (
      ${zonesOf('commune', 'code')} union all ${zonesOf('epci', 'epci_code')} union all
      ${zonesOf('departement', 'departement_code')} union all ${zonesOf('region', 'region_code')}
    ) as reached
    group by perimeter_id, code
    having bool_and(mode = 'include')`.execute(tx);
}

/**
 * Before a new geography is written: an EPCI about to disappear becomes, in every perimeter that names it, the
 * communes it has today, so that coverage does not change silently.
 */
export async function replaceRemovedEpci(tx: Tx, codes: string[]): Promise<void> {
  if (codes.length === 0) return;
  await sql`
    insert into perimeter_zone (perimeter_id, mode, level, code)
    select zone.perimeter_id, zone.mode, 'commune', commune.code
    from perimeter_zone zone join commune on commune.epci_code = zone.code
    where zone.level = 'epci' and zone.code = any(${codes}) and commune.merged_into is null
    on conflict do nothing`.execute(tx);
  await sql`delete from perimeter_zone where level = 'epci' and code = any(${codes})`.execute(tx);
}

/**
 * After a new geography is written: zones take the codes of the communes that replaced theirs, an exclusion that
 * would now take away a commune part of which was covered is dropped, and every perimeter is expanded again.
 *
 * @returns the perimeters whose communes changed.
 */
export async function refreshPerimeters(
  tx: Tx,
  year: number
): Promise<GeographyReport['perimeters']> {
  await sql`
    insert into perimeter_zone (perimeter_id, mode, level, code)
    select zone.perimeter_id, zone.mode, zone.level, commune.merged_into
    from perimeter_zone zone join commune on commune.code = zone.code
    where zone.level = 'commune' and commune.merged_into is not null
    on conflict do nothing`.execute(tx);
  await sql`
    delete from perimeter_zone zone using commune
    where zone.level = 'commune' and commune.code = zone.code and commune.merged_into is not null`.execute(
    tx
  );
  await sql`
    create temporary table covered_before on commit drop as
    select distinct coalesce(commune.merged_into, commune.code) as commune_code, perimeter_id
    from perimeter_commune join commune on commune.code = perimeter_commune.commune_code`.execute(
    tx
  );
  await sql`
    delete from perimeter_zone zone using covered_before before
    where zone.mode = 'exclude' and zone.level = 'commune' and before.perimeter_id = zone.perimeter_id
      and before.commune_code = zone.code`.execute(tx);
  await sql`delete from perimeter_commune`.execute(tx);
  await expand(tx, sql``);
  await sql`update perimeter set cog_year = ${year}`.execute(tx);
  const { rows } = await sql<GeographyReport['perimeters'][number]>`
    select coalesce(now.perimeter_id, before.perimeter_id) as id,
      count(*) filter (where before.perimeter_id is null) as gained,
      count(*) filter (where now.perimeter_id is null) as lost
    from perimeter_commune now
    full join covered_before before using (perimeter_id, commune_code)
    where now.perimeter_id is null or before.perimeter_id is null
    group by 1 order by 1`.execute(tx);
  return rows;
}

/** Erases what was written freely about perimeters: a note may be about a person. */
export async function eraseNotes(tx: Tx, ids: readonly PerimeterId[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.updateTable('perimeter').set({ note: '' }).where('id', 'in', ids).execute();
}
