/** The whole country in memory: what describing, searching and explaining read. Built once per COG release. */
import type { CommuneCode } from '#shared/ids.ts';
import type { Commune, Zone, ZoneLevel, ZoneRef } from './model.ts';
import { spokenDepartement, spokenEpci, type SpokenName } from './names.ts';

export interface AtlasZone extends Zone {
  spoken: SpokenName;
  population: number;
  /** Positions in `Atlas.communes`, ascending. */
  communes: number[];
}

export interface AtlasCommune {
  code: CommuneCode;
  name: string;
  population: number;
  postalCodes: string[];
  departement: AtlasZone;
  region: AtlasZone;
  epci: AtlasZone | null;
}

/** Another name or code of a current commune. */
export interface AtlasAlias {
  code: string;
  name: string;
  postalCodes: string[];
  /** Position of its commune in `Atlas.communes`. */
  commune: number;
}

export interface Atlas {
  /** COG year; 0 while no geography is loaded. */
  year: number;
  /** Current communes, in the order of their codes. */
  communes: AtlasCommune[];
  aliases: AtlasAlias[];
  /** Position of a current commune by its code. */
  positions: Map<string, number>;
  /** Position of the current commune that an old, delegated or arrondissement code belongs to. */
  aliasPositions: Map<string, number>;
  epcis: Map<string, AtlasZone>;
  departements: Map<string, AtlasZone>;
  regions: Map<string, AtlasZone>;
}

export interface AtlasSource {
  year: number;
  regions: { code: string; name: string; liaison: number }[];
  departements: { code: string; name: string; regionCode: string; liaison: number }[];
  epcis: { code: string; name: string }[];
  communes: {
    code: string;
    name: string;
    population: number;
    postalCodes: string[];
    departementCode: string;
    regionCode: string;
    epciCode: string | null;
  }[];
  aliases: { code: string; name: string; postalCodes: string[]; communeCode: string }[];
}

/** @throws Error when a commune or an alias refers to something the source does not hold. */
export function buildAtlas(source: AtlasSource): Atlas {
  const regions = emptyZones(source.regions, 'region', (row) =>
    spokenDepartement(row.name, row.liaison)
  );
  const departements = emptyZones(source.departements, 'departement', (row) =>
    spokenDepartement(row.name, row.liaison)
  );
  const epcis = emptyZones(source.epcis, 'epci', (row) => spokenEpci(row.name));
  const lists = new Map<string, string[]>();
  const communes = source.communes
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, name, population, ...row }): AtlasCommune => ({
      code: code as CommuneCode,
      name,
      population,
      postalCodes: shared(lists, row.postalCodes),
      departement: known(departements, row.departementCode),
      region: known(regions, row.regionCode),
      epci: row.epciCode === null ? null : known(epcis, row.epciCode)
    }));
  communes.forEach(addToZones);
  const positions = new Map(
    communes.map((commune, position) => [commune.code as string, position])
  );
  const aliases = source.aliases.map(({ code, name, postalCodes, communeCode }): AtlasAlias => {
    return { code, name, postalCodes, commune: known(positions, communeCode) };
  });
  const oldCodes = aliases.filter(({ code }) => !positions.has(code));
  const aliasPositions = new Map(oldCodes.map(({ code, commune }) => [code, commune]));
  return {
    year: source.year,
    communes,
    aliases,
    positions,
    aliasPositions,
    epcis,
    departements,
    regions
  };
}

function emptyZones<T extends { code: string; name: string }>(
  rows: readonly T[],
  level: ZoneLevel,
  speak: (row: T) => SpokenName
): Map<string, AtlasZone> {
  const zones = rows.map((row): AtlasZone => {
    return {
      level,
      code: row.code,
      name: row.name,
      spoken: speak(row),
      population: 0,
      communes: []
    };
  });
  return new Map(zones.map((zone) => [zone.code, zone]));
}

/** Neighbours often have the same postal codes: one list for all of them saves megabytes. */
function shared(lists: Map<string, string[]>, codes: string[]): string[] {
  const key = codes.join(' ');
  const known = lists.get(key);
  if (known) return known;
  lists.set(key, codes);
  return codes;
}

function addToZones(commune: AtlasCommune, position: number): void {
  for (const zone of [commune.departement, commune.region, commune.epci]) {
    if (!zone) continue;
    zone.communes.push(position);
    zone.population += commune.population;
  }
}

function known<T>(map: ReadonlyMap<string, T>, code: string): T {
  const found = map.get(code);
  if (found === undefined)
    throw new Error(`The geography refers to ${code}, which it does not hold`);
  return found;
}

/** Position of the current commune a code stands for: its own, a former one, a delegated one, an arrondissement's. */
export function communePosition(atlas: Atlas, code: string): number | undefined {
  return atlas.positions.get(code) ?? atlas.aliasPositions.get(code);
}

/** A zone above communes, or `undefined` when its code is not in use this year. */
export function upperZone(
  atlas: Atlas,
  level: Exclude<ZoneLevel, 'commune'>,
  code: string
): AtlasZone | undefined {
  return { epci: atlas.epcis, departement: atlas.departements, region: atlas.regions }[level].get(
    code
  );
}

/** Positions of the communes of a zone; `undefined` when its code is unknown. */
export function zonePositions(atlas: Atlas, zone: ZoneRef): readonly number[] | undefined {
  if (zone.level !== 'commune') return upperZone(atlas, zone.level, zone.code)?.communes;
  const position = communePosition(atlas, zone.code);
  return position === undefined ? undefined : [position];
}

/** The zone of a code, with its official name; a merged commune's code gives the current one. */
export function findZone(atlas: Atlas, zone: ZoneRef): Zone | undefined {
  if (zone.level === 'commune') {
    const position = communePosition(atlas, zone.code);
    const commune = position === undefined ? undefined : atlas.communes[position];
    return commune && { level: 'commune', code: commune.code, name: commune.name };
  }
  const found = upperZone(atlas, zone.level, zone.code);
  return found && { level: zone.level, code: found.code, name: found.name };
}

/** The domain object of a commune of the atlas. */
export function toCommune(commune: AtlasCommune): Commune {
  const { code, name, population, postalCodes, departement, region, epci } = commune;
  return {
    code,
    name,
    population,
    postalCodes,
    departement: { code: departement.code, name: departement.name },
    region: { code: region.code, name: region.name },
    epci: epci && { code: epci.code, name: epci.name }
  };
}
