/** How zones nest: régions, départements, EPCI inside one département; and the EPCI that cross them. */
import type { Atlas, AtlasZone } from '../atlas.ts';

export interface Departement {
  zone: AtlasZone;
  /** EPCI wholly inside. */
  epcis: AtlasZone[];
  /** Communes of none of them. */
  loose: number[];
}

export interface Forest {
  regions: { zone: AtlasZone; departements: Departement[] }[];
  crossing: AtlasZone[];
}

const forests = new WeakMap<Atlas, Forest>();

/** The forest of an atlas, grown once. */
export function forestOf(atlas: Atlas): Forest {
  let forest = forests.get(atlas);
  if (!forest) forests.set(atlas, (forest = growForest(atlas)));
  return forest;
}

function growForest(atlas: Atlas): Forest {
  const departementOf = (position: number) => atlas.communes[position]?.departement;
  const isInside = (epci: AtlasZone) =>
    epci.communes.every(
      (position) => departementOf(position) === departementOf(epci.communes[0] ?? -1)
    );
  const epcis = [...atlas.epcis.values()].filter((epci) => epci.communes.length > 0);
  const inside = new Set(epcis.filter(isInside));
  const departements = new Map<AtlasZone, Departement>();
  for (const zone of atlas.departements.values()) {
    const loose = zone.communes.filter((position) => {
      const epci = atlas.communes[position]?.epci;
      return !epci || !inside.has(epci);
    });
    departements.set(zone, { zone, epcis: [], loose });
  }
  for (const epci of inside) {
    const home = departementOf(epci.communes[0] ?? -1);
    if (home) departements.get(home)?.epcis.push(epci);
  }
  const regions = [...atlas.regions.values()].map((zone) => {
    const homes = new Set(zone.communes.flatMap((position) => departementOf(position) ?? []));
    return { zone, departements: [...homes].flatMap((home) => departements.get(home) ?? []) };
  });
  return { regions, crossing: epcis.filter((epci) => !inside.has(epci)) };
}
