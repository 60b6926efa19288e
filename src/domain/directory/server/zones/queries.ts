import { findZone } from '#domain/territory/atlas.ts';
import type { ZoneLevel, ZoneRef } from '#domain/territory/model.ts';
import { getAtlas } from '#domain/territory/server/atlas/queries.ts';
import { findCommune, searchCommunes, searchZones } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { normalise } from '#shared/text.ts';
import { readZone } from '../../editor/zones.ts';
import type { FoundZone, ResolvedZones } from '../../editor/reach.ts';

const LEVELS: Record<ZoneLevel, string> = {
  commune: 'commune',
  epci: 'intercommunalité',
  departement: 'département',
  region: 'région'
};

/** Zones of every level for what a person types, the larger ones first. */
export async function searchAnyZone(
  db: Executor,
  text: string,
  near?: TerritoryId
): Promise<FoundZone[]> {
  const upper = await searchZones(db, text, 6);
  const communes = await searchCommunes(db, text, 8, near);
  return [
    ...upper.map((zone) => ({ ...zone, detail: LEVELS[zone.level] })),
    ...communes.map(({ code, name, departement }) => ({
      level: 'commune' as const,
      code,
      name,
      detail: `commune, ${departement.name}`
    }))
  ];
}

const MOST_LINES = 500;

/** Names, INSEE codes, postal codes or SIREN of EPCI, one per line or between commas. */
export async function resolveZones(
  db: Executor,
  text: string,
  near?: TerritoryId
): Promise<ResolvedZones> {
  const lines = text
    .split(/[\n,;\t]/)
    .map((line) => line.trim())
    .filter(Boolean);
  const resolved: ResolvedZones = { found: [], ambiguous: [], unknown: [] };
  for (const typed of [...new Set(lines)].slice(0, MOST_LINES)) {
    const choices = await meant(db, typed, near);
    if (choices.length === 0) resolved.unknown.push(typed);
    else if (choices.length === 1) resolved.found.push(choices[0]!);
    else resolved.ambiguous.push({ typed, choices });
  }
  return resolved;
}

/** The zones of some lines, chosen (« commune 82112 ») or named; the lines that no zone bears, or that several do. */
export async function readZoneLines(
  db: Executor,
  lines: readonly string[],
  near: TerritoryId
): Promise<{ zones: ZoneRef[]; unknown: string[] }> {
  const atlas = await getAtlas(db);
  const read = lines.map((line) => ({ line, zone: readZone(atlas, line) }));
  const rest = read.flatMap(({ line, zone }) => (zone ? [] : [line]));
  const { found, ambiguous, unknown } = await resolveZones(db, rest.join('\n'), near);
  const zones = [...read.flatMap(({ zone }) => zone ?? []), ...found];
  return {
    zones: zones.map(({ level, code }) => ({ level, code })),
    unknown: [...ambiguous.map(({ typed }) => typed), ...unknown]
  };
}

/** One zone when it is sure; several to choose from; none when nothing bears that name or code. */
async function meant(db: Executor, typed: string, near?: TerritoryId): Promise<FoundZone[]> {
  const code = typed.replaceAll(' ', '').toUpperCase();
  if (/^\d{9}$/.test(code)) return asFound(db, { level: 'epci', code });
  const zones = await searchAnyZone(db, typed, near);
  if (/^(\d{5}|2[AB]\d{3})$/.test(code)) {
    // The same five figures may be the INSEE code of one commune and the postal code of others.
    const insee = await findCommune(db, code);
    const own = insee ? await asFound(db, { level: 'commune', code: insee.code }) : [];
    const postal = zones.filter(({ level, code: of }) => level === 'commune' && of !== insee?.code);
    return [...own, ...postal];
  }
  const wanted = normalise(typed);
  const exact = zones.filter(
    ({ name, level }) => normalise(name) === wanted || isSpokenName(level, name, wanted)
  );
  return exact.length > 0 ? exact : zones;
}

/** « Pays d'Iroise » is said for « CC du Pays d'Iroise ». */
function isSpokenName(level: ZoneLevel, name: string, wanted: string): boolean {
  if (level !== 'epci') return false;
  const short = normalise(name).replace(/^(ca|cc|cu|metropole)\s+(de la |des |du |de |d )?/, '');
  return short === wanted;
}

async function asFound(db: Executor, ref: ZoneRef): Promise<FoundZone[]> {
  const zone = findZone(await getAtlas(db), ref);
  return zone ? [{ ...zone, detail: LEVELS[zone.level] }] : [];
}
