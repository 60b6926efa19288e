import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { CommuneCode, PerimeterId } from '#shared/ids.ts';
import { normalise } from '#shared/text.ts';
import { findZone, type AtlasZone } from '../../atlas.ts';
import { describe } from '../../description/words.ts';
import type {
  Certainty,
  CoverageReason,
  Perimeter,
  PerimeterDescription,
  Zone,
  ZoneLevel
} from '../../model.ts';
import { EVERYWHERE, reasonOf, wholeReasons, type WrittenZone } from '../../reason.ts';
import { getAtlas } from '../atlas/queries.ts';

/** A perimeter as it was written, with the official name of each zone. @throws NotFound */
export async function getPerimeter(db: Executor, id: PerimeterId): Promise<Perimeter> {
  const row = await db.selectFrom('perimeter').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound(`Aucun périmètre n’a le numéro ${id}`);
  const zones = await db
    .selectFrom('perimeter_zone')
    .select(['mode', 'level', 'code'])
    .where('perimeter_id', '=', id)
    .orderBy('level')
    .orderBy('code')
    .execute();
  const atlas = await getAtlas(db);
  const named = (mode: string): Zone[] =>
    zones
      .filter((zone) => zone.mode === mode)
      .map(({ level, code }) => {
        const ref = { level: level as ZoneLevel, code };
        return findZone(atlas, ref) ?? { ...ref, name: code };
      });
  return {
    id,
    certainty: row.certainty as Certainty,
    include: named('include'),
    exclude: named('exclude'),
    note: row.note,
    cogYear: row.cog_year
  };
}

/** The communes a declared perimeter covers, in the order of their codes; none for `everywhere` and `unknown`. */
export async function listPerimeterCommunes(db: Executor, id: PerimeterId): Promise<CommuneCode[]> {
  const rows = await db
    .selectFrom('perimeter_commune')
    .select('commune_code')
    .where('perimeter_id', '=', id)
    .orderBy('commune_code')
    .execute();
  return rows.map((row) => row.commune_code as CommuneCode);
}

/** Perimeters in words, as short as they can faithfully be. Unknown ids are left out. */
export async function describePerimeters(
  db: Executor,
  ids: readonly PerimeterId[]
): Promise<Map<PerimeterId, PerimeterDescription>> {
  if (ids.length === 0) return new Map();
  const atlas = await getAtlas(db);
  const { rows } = await sql<{ id: PerimeterId; certainty: Certainty; codes: string[] }>`
    select id, certainty, array(
      select commune_code from perimeter_commune where perimeter_id = perimeter.id
    ) as codes
    from perimeter where id = any(${ids}::bigint[])`.execute(db);
  return new Map(
    rows.map(({ id, certainty, codes }) => {
      const positions = codes.flatMap((code) => atlas.positions.get(code) ?? []);
      return [id, describe(atlas, certainty, positions)];
    })
  );
}

/** A perimeter as it was written: all that decides what it covers. */
export interface PerimeterZones {
  id: PerimeterId;
  certainty: Certainty;
  zones: WrittenZone[];
}

/** Perimeters with their zones, in no order. */
export async function listPerimeterZones(
  db: Executor,
  ids: readonly PerimeterId[]
): Promise<PerimeterZones[]> {
  const { rows } = await sql<PerimeterZones>`
    select id, certainty, coalesce((
      select jsonb_agg(jsonb_build_object('mode', mode, 'level', level, 'code', code))
      from perimeter_zone zone where zone.perimeter_id = perimeter.id), '[]') as zones
    from perimeter where id = any(${[...new Set(ids)]}::bigint[])`.execute(db);
  return rows;
}

/**
 * Why each of these perimeters covers a commune (current code): its widest included zone that holds the commune.
 * Perimeters that do not cover it, or are unknown, are left out.
 */
export async function explainCoverage(
  db: Executor,
  communeCode: CommuneCode,
  perimeterIds: readonly PerimeterId[]
): Promise<Map<PerimeterId, CoverageReason>> {
  const perimeters = await listPerimeterZones(db, perimeterIds);
  const reasons = new Map<PerimeterId, CoverageReason>();
  const atlas = await getAtlas(db);
  const commune = atlas.communes[atlas.positions.get(communeCode) ?? -1];
  if (!commune) return reasons;
  const whole = wholeReasons(commune);
  for (const { id, certainty, zones } of perimeters) {
    const reason = certainty === 'everywhere' ? EVERYWHERE : reasonOf(atlas, commune, zones, whole);
    if (reason) reasons.set(id, reason);
  }
  return reasons;
}

/** Zones above communes whose name holds every word of a text: EPCI, départements, régions, largest first. */
export async function searchZones(db: Executor, text: string, limit = 10): Promise<Zone[]> {
  const atlas = await getAtlas(db);
  const tokens = normalise(text).split(' ').filter(Boolean);
  if (tokens.length === 0) return [];
  const matches: { zone: AtlasZone; rank: number }[] = [];
  for (const zones of [atlas.regions, atlas.departements, atlas.epcis]) {
    for (const zone of zones.values()) {
      const rank = zoneRank(zone, tokens);
      if (rank >= 0) matches.push({ zone, rank });
    }
  }
  matches.sort((a, b) => a.rank - b.rank || b.zone.population - a.zone.population);
  return matches.slice(0, limit).map(({ zone: { level, code, name } }) => ({ level, code, name }));
}

function zoneRank(zone: AtlasZone, tokens: string[]): number {
  const text = tokens.join(' ');
  const label = normalise(zone.spoken.label);
  if (zone.code.toLowerCase() === text || label === text) return 0;
  if (label.startsWith(text)) return 1;
  const name = ` ${normalise(zone.name)}`;
  return tokens.every((token) => name.includes(` ${token}`)) ? 2 : -1;
}
