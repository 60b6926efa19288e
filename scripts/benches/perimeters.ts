/** Perimeters of every shape, around a seat. */
import type { PerimeterInput, ZoneRef } from '#domain/territory/model.ts';
import type { Random } from './random.ts';

export interface Place {
  code: string;
  name: string;
  postalCode: string;
  departement: string;
  region: string;
  epci: string | null;
  population: number;
}

/** What the issue asks of a realistic load; the rest are unknown. */
const SHAPES = {
  epci: 40,
  communes: 25,
  departement: 20,
  'epci-minus': 8,
  'several-epci': 2,
  region: 1,
  everywhere: 0.5,
  unknown: 3.5
};

/** The communes around each one. */
export interface Neighbours {
  ofEpci: Map<string, Place[]>;
  ofDepartement: Map<string, Place[]>;
}

export function neighbours(places: readonly Place[]): Neighbours {
  return {
    ofEpci: Map.groupBy(
      places.filter((place) => place.epci),
      (place) => place.epci!
    ),
    ofDepartement: Map.groupBy(places, (place) => place.departement)
  };
}

export function drawPerimeter(random: Random, place: Place, map: Neighbours): PerimeterInput {
  const drawn = random.weighted(SHAPES);
  const shape = place.epci === null && drawn.includes('epci') ? 'communes' : drawn;
  if (shape === 'everywhere' || shape === 'unknown')
    return { certainty: shape, include: [], exclude: [] };
  if (shape === 'region') return declared([{ level: 'region', code: place.region }]);
  if (shape === 'departement') return declared([{ level: 'departement', code: place.departement }]);
  const mates = (place.epci && map.ofEpci.get(place.epci)) || [place];
  const departement = map.ofDepartement.get(place.departement)!;
  if (shape === 'communes') {
    const around = [place, ...mates, ...random.some(departement, 5)];
    return declared(random.some(around, 1 + random.below(25)).map(commune));
  }
  const epci: ZoneRef = { level: 'epci', code: place.epci! };
  if (shape === 'epci-minus' && mates.length >= 4) {
    return declared([epci], random.some(mates, 1 + random.below(3)).map(commune));
  }
  if (shape !== 'several-epci') return declared([epci]);
  const others = random.some([...new Set(departement.flatMap((of) => of.epci ?? []))], 2);
  return declared([...new Set([epci.code, ...others])].map((code) => ({ level: 'epci', code })));
}

function declared(include: ZoneRef[], exclude: ZoneRef[] = []): PerimeterInput {
  return { certainty: 'declared', include, exclude };
}

function commune({ code }: Place): ZoneRef {
  return { level: 'commune', code };
}
