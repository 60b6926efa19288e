import { buildAtlas, type Atlas } from '../../src/domain/territory/atlas.ts';
import { geographyRows, type OfficialGeography } from '../../src/domain/territory/geography.ts';
import { readOfficialGeography } from '../../src/domain/territory/server/geography/queries.ts';

/** The atlas of an official geography, without a database. */
export function atlasOf(official: OfficialGeography): Atlas {
  const rows = geographyRows(official);
  return buildAtlas({
    year: official.year,
    regions: rows.region,
    departements: rows.departement.map((row) => ({ ...row, regionCode: row.region_code })),
    epcis: rows.epci,
    communes: rows.commune.map((row) => ({
      code: row.code,
      name: row.name,
      population: row.population,
      postalCodes: row.postal_codes,
      departementCode: row.departement_code,
      regionCode: row.region_code,
      epciCode: row.epci_code
    })),
    aliases: rows.commune_alias.map((row) => ({
      code: row.code,
      name: row.name,
      postalCodes: row.postal_codes,
      communeCode: row.commune_code
    }))
  });
}

/** The whole country, as shipped. */
export async function officialAtlas(): Promise<Atlas> {
  return atlasOf(await readOfficialGeography());
}

/** A commune of a small geography: « R1/D1/E1/C1 », or « R1/D1/-/C1 » for one without EPCI. */
export function smallGeography(paths: readonly string[], year = 2030): OfficialGeography {
  const communes = paths.map((path) => {
    const [region = '', departement = '', epci = '', code = ''] = path.split('/');
    return { region, departement, epci, code };
  });
  const distinct = (values: string[]) => [...new Set(values)];
  return {
    year,
    source: `small geography ${year}`,
    regions: distinct(communes.map(({ region }) => region)).map((code) => ({
      code,
      nom: `Région ${code}`,
      typeLiaison: 0
    })),
    departements: distinct(communes.map(({ departement }) => departement)).map((code) => ({
      code,
      nom: `Département ${code}`,
      region: communes.find(({ departement }) => departement === code)?.region ?? '',
      typeLiaison: 2
    })),
    epci: distinct(communes.map(({ epci }) => epci))
      .filter((code) => code !== '-')
      .map((code) => ({
        code,
        nom: `CC du Pays ${code}`,
        type: 'CC',
        populationMunicipale: 0,
        membres: communes
          .filter(({ epci }) => epci === code)
          .map((commune) => ({ code: commune.code }))
      })),
    communes: communes.map(({ code, departement, region }) => ({
      code,
      nom: `Commune ${code}`,
      type: 'commune-actuelle' as const,
      departement,
      region,
      codesPostaux: [],
      population: 100
    }))
  };
}
