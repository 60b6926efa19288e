/** What naming zones costs, zone by zone, for one set of communes. */
import type { Atlas, AtlasZone } from '../atlas.ts';
import type { Departement, Forest } from './forest.ts';

/** One name weighs more than any number of exceptions: among equally short covers, the one with fewest exceptions. */
const NAME = 1_000_000;
export const INCLUDED = NAME;
export const EXCLUDED = NAME + 1;
/** A crossing EPCI that may be worth a name: included when it holds wanted communes, excluded when it holds none. */
export interface Crossing {
  epci: AtlasZone;
  mode: 'include' | 'exclude';
  used: boolean;
}

/** The crossing EPCI that may shorten the naming of a set. */
export function candidates(atlas: Atlas, forest: Forest, wanted: Uint8Array): Crossing[] {
  const touched = new Set(
    forest.regions.filter(({ zone }) => count(zone.communes, wanted) > 0).map(({ zone }) => zone)
  );
  return forest.crossing.flatMap((epci): Crossing[] => {
    const hits = count(epci.communes, wanted);
    if (hits > 0) return hits > 1 ? [{ epci, mode: 'include', used: false }] : [];
    const isNear = epci.communes.some((position) => {
      const region = atlas.communes[position]?.region;
      return region !== undefined && touched.has(region);
    });
    return isNear ? [{ epci, mode: 'exclude', used: false }] : [];
  });
}

export function count(positions: readonly number[], wanted: Uint8Array): number {
  let hits = 0;
  for (const position of positions) hits += wanted[position] ?? 0;
  return hits;
}

/** Cost of a zone when nothing above it is included (`out`), and when something is (`in`). */
export interface Cost {
  out: number;
  in: number;
}

/** The part of a crossing EPCI in one département: how many of its communes are wanted, how many are not. */
export interface Part {
  crossing: Crossing;
  wanted: number[];
  others: number[];
}

export interface DepartementPlan {
  departement: Departement;
  isTouched: boolean;
  /** Everything but the parts of the candidates. */
  fixed: Cost;
  parts: Part[];
  fixedLoose: number[];
}

export interface RegionPlan {
  zone: AtlasZone;
  isTouched: boolean;
  departements: DepartementPlan[];
}

export function planRegions(
  atlas: Atlas,
  forest: Forest,
  wanted: Uint8Array,
  crossing: Crossing[]
): RegionPlan[] {
  const byEpci = new Map(crossing.map((one) => [one.epci, one]));
  const plans: RegionPlan[] = [];
  for (const { zone, departements } of forest.regions) {
    const isTouched = count(zone.communes, wanted) > 0;
    const holdsCandidate = crossing.some(
      ({ epci, mode }) =>
        mode === 'include' &&
        epci.communes.some((position) => atlas.communes[position]?.region === zone)
    );
    if (!isTouched && !holdsCandidate) continue;
    plans.push({
      zone,
      isTouched,
      departements: departements.map((departement) =>
        planDepartement(atlas, departement, wanted, byEpci)
      )
    });
  }
  return plans;
}

function planDepartement(
  atlas: Atlas,
  departement: Departement,
  wanted: Uint8Array,
  byEpci: ReadonlyMap<AtlasZone, Crossing>
): DepartementPlan {
  const fixed = { out: 0, in: 0 };
  for (const epci of departement.epcis) {
    const cost = zoneCost(leavesCost(epci.communes, wanted), count(epci.communes, wanted) > 0);
    fixed.out += cost.out;
    fixed.in += cost.in;
  }
  const parts = new Map<Crossing, Part>();
  const fixedLoose: number[] = [];
  for (const position of departement.loose) {
    const epci = atlas.communes[position]?.epci;
    const crossing = epci ? byEpci.get(epci) : undefined;
    if (!crossing) {
      fixedLoose.push(position);
      continue;
    }
    const part = parts.get(crossing) ?? { crossing, wanted: [], others: [] };
    (wanted[position] === 1 ? part.wanted : part.others).push(position);
    parts.set(crossing, part);
  }
  const loose = leavesCost(fixedLoose, wanted);
  const isTouched = count(departement.zone.communes, wanted) > 0;
  fixed.out += loose.out;
  fixed.in += loose.in;
  return { departement, isTouched, fixed, parts: [...parts.values()], fixedLoose };
}

export function leavesCost(positions: readonly number[], wanted: Uint8Array): Cost {
  const hits = count(positions, wanted);
  return { out: hits * INCLUDED, in: (positions.length - hits) * EXCLUDED };
}

/** From the cost of its parts to that of a zone. On a tie the parts are named. */
export function zoneCost(parts: Cost, isTouched: boolean): Cost {
  if (!isTouched) return { out: Math.min(parts.out, EXCLUDED), in: Math.min(parts.in, EXCLUDED) };
  return { out: Math.min(parts.out, INCLUDED + parts.in), in: parts.in };
}

function partCost({ crossing, wanted, others }: Part): Cost {
  const exclusions = others.length * EXCLUDED;
  if (!crossing.used) return { out: wanted.length * INCLUDED, in: exclusions };
  return crossing.mode === 'include' ? { out: exclusions, in: exclusions } : { out: 0, in: 0 };
}

export function partsCost(plan: DepartementPlan): Cost {
  const cost = { ...plan.fixed };
  for (const part of plan.parts) {
    const own = partCost(part);
    cost.out += own.out;
    cost.in += own.in;
  }
  return cost;
}

export function departementsCost(plan: RegionPlan): Cost {
  const cost = { out: 0, in: 0 };
  for (const departement of plan.departements) {
    const own = zoneCost(partsCost(departement), departement.isTouched);
    cost.out += own.out;
    cost.in += own.in;
  }
  return cost;
}
