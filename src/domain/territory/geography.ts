/** The official geography as its publisher writes it, and the rows it becomes. */
import { normalise } from '#shared/text.ts';

/** Source: `@etalab/decoupage-administratif`, `data/communes.json` (INSEE COG, La Poste, DGCL). */
export interface OfficialCommune {
  code: string;
  nom: string;
  type: 'commune-actuelle' | 'commune-deleguee' | 'commune-associee' | 'arrondissement-municipal';
  departement: string;
  region: string;
  /** Main commune of a « déléguée » or « associée ». */
  chefLieu?: string;
  /** Commune of an « arrondissement municipal ». */
  commune?: string;
  codesPostaux?: string[];
  population?: number;
  anciensCodes?: string[];
}

export interface OfficialEpci {
  code: string;
  nom: string;
  type: string;
  populationMunicipale: number;
  membres: { code: string }[];
}

export interface OfficialDepartement {
  code: string;
  nom: string;
  region: string;
  typeLiaison: number;
}

export interface OfficialRegion {
  code: string;
  nom: string;
  typeLiaison: number;
}

export interface OfficialGeography {
  /** Year of the « code officiel géographique ». */
  year: number;
  /** Where it was read: « @etalab/decoupage-administratif 6.0.0 ». */
  source: string;
  communes: OfficialCommune[];
  epci: OfficialEpci[];
  departements: OfficialDepartement[];
  regions: OfficialRegion[];
}

/** COG year of the releases of `@etalab/decoupage-administratif` that have been checked. */
const RELEASE_YEARS: Readonly<Record<string, number>> = { '5.3.0': 2025, '6.0.0': 2026 };
/** Its later patches keep the year of their major version, from 6 on. */
const MAJOR_YEARS: Readonly<Record<string, number>> = { '6': 2026 };

/** @returns the COG year of a release. @throws Error when that release has not been checked. */
export function cogYearOf(version: string): number {
  const year = RELEASE_YEARS[version] ?? MAJOR_YEARS[version.split('.')[0] ?? ''];
  if (!year) throw new Error(`COG year of @etalab/decoupage-administratif ${version} is not known`);
  return year;
}

export type AliasKind = 'deleguee' | 'associee' | 'arrondissement' | 'former';

export interface GeographyRows {
  region: { code: string; name: string; liaison: number }[];
  departement: { code: string; name: string; region_code: string; liaison: number }[];
  epci: { code: string; name: string; kind: string; population: number }[];
  commune: {
    code: string;
    name: string;
    departement_code: string;
    region_code: string;
    epci_code: string | null;
    population: number;
    postal_codes: string[];
    search: string;
  }[];
  commune_alias: {
    commune_code: string;
    kind: AliasKind;
    code: string;
    name: string;
    postal_codes: string[];
    search: string;
  }[];
}

const ALIAS_KINDS = {
  'commune-deleguee': 'deleguee',
  'commune-associee': 'associee',
  'arrondissement-municipal': 'arrondissement'
} as const;

/**
 * The rows of an official geography. Overseas collectivities that the files leave without département or région
 * get one of their own name, under the code their communes carry.
 *
 * @throws Error when a « déléguée », an « associée » or an EPCI names a commune the files do not hold.
 */
export function geographyRows(official: OfficialGeography): GeographyRows {
  const current = official.communes.filter((commune) => commune.type === 'commune-actuelle');
  const codes = new Set(current.map((commune) => commune.code));
  const { region, departement } = upperLevels(official, current);
  return {
    region,
    departement,
    epci: official.epci.map(({ code, nom, type, populationMunicipale }) => ({
      code,
      name: nom,
      kind: type,
      population: populationMunicipale
    })),
    commune: communeRows(current, membership(official, codes)),
    commune_alias: aliasRows(official, codes)
  };
}

function upperLevels(official: OfficialGeography, current: OfficialCommune[]) {
  const region = new Map(
    official.regions.map(({ code, nom, typeLiaison }) => [
      code,
      { code, name: nom, liaison: typeLiaison }
    ])
  );
  const departement = new Map(
    official.departements.map(({ code, nom, region: parent, typeLiaison }) => [
      code,
      { code, name: nom, region_code: parent, liaison: typeLiaison }
    ])
  );
  for (const commune of current) {
    const name =
      departement.get(commune.departement)?.name ?? region.get(commune.region)?.name ?? commune.nom;
    if (!region.has(commune.region))
      region.set(commune.region, { code: commune.region, name, liaison: 0 });
    if (!departement.has(commune.departement)) {
      departement.set(commune.departement, {
        code: commune.departement,
        name,
        region_code: commune.region,
        liaison: 0
      });
    }
  }
  return { region: [...region.values()], departement: [...departement.values()] };
}

function membership(official: OfficialGeography, codes: ReadonlySet<string>): Map<string, string> {
  const epciOf = new Map<string, string>();
  for (const epci of official.epci) {
    for (const { code } of epci.membres) {
      if (!codes.has(code))
        throw new Error(`EPCI ${epci.code} names commune ${code}, which is not current`);
      epciOf.set(code, epci.code);
    }
  }
  return epciOf;
}

function communeRows(
  current: OfficialCommune[],
  epciOf: ReadonlyMap<string, string>
): GeographyRows['commune'] {
  return current.map((commune) => ({
    code: commune.code,
    name: commune.nom,
    departement_code: commune.departement,
    region_code: commune.region,
    epci_code: epciOf.get(commune.code) ?? null,
    population: commune.population ?? 0,
    postal_codes: commune.codesPostaux ?? [],
    search: normalise(commune.nom)
  }));
}

function aliasRows(
  official: OfficialGeography,
  codes: ReadonlySet<string>
): GeographyRows['commune_alias'] {
  const rows: GeographyRows['commune_alias'] = [];
  for (const commune of official.communes) {
    if (commune.type === 'commune-actuelle') {
      for (const code of commune.anciensCodes ?? []) {
        rows.push(alias(commune.code, 'former', { code, nom: commune.nom, codesPostaux: [] }));
      }
      continue;
    }
    const target = commune.chefLieu ?? commune.commune;
    if (!target || !codes.has(target))
      throw new Error(`${commune.type} ${commune.code} names no current commune`);
    rows.push(alias(target, ALIAS_KINDS[commune.type], commune));
  }
  return rows;
}

function alias(
  target: string,
  kind: AliasKind,
  named: { code: string; nom: string; codesPostaux?: string[] }
): GeographyRows['commune_alias'][number] {
  return {
    commune_code: target,
    kind,
    code: named.code,
    name: named.nom,
    postal_codes: named.codesPostaux ?? [],
    search: normalise(named.nom)
  };
}
