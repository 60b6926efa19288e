/** What naming zones costs, zone by zone, for one set of communes. */
import type { Atlas, AtlasZone } from '../atlas.ts';
import type { Departement, Forest } from './forest.ts';

/** One name weighs more than any number of exceptions: among equally short covers, the one with fewest exceptions. */
const NAME = 1_000_000;
export const INCLUDED = NAME;
export const EXCLUDED = NAME + 1;

/** The communes to name: a flag for each position in the atlas, and how many each zone holds. */
export interface Wanted {
  flags: Uint8Array;
  counts: Map<AtlasZone, number>;
}

export function wantedOf(atlas: Atlas, positions: readonly number[]): Wanted {
  const flags = new Uint8Array(atlas.communes.length);
  const counts = new Map<AtlasZone, number>();
  const add = (zone: AtlasZone) => counts.set(zone, (counts.get(zone) ?? 0) + 1);
  for (const position of positions) {
    const commune = atlas.communes[position];
    if (!commune) continue;
    flags[position] = 1;
    add(commune.region);
    add(commune.departement);
    if (commune.epci) add(commune.epci);
  }
  return { flags, counts };
}

/** A crossing EPCI that may be worth a name: included when it holds wanted communes, excluded when it holds none. */
export interface Crossing {
  epci: AtlasZone;
  mode: 'include' | 'exclude';
  used: boolean;
}

/** The crossing EPCI that may shorten the naming of a set. */
export function candidates(atlas: Atlas, forest: Forest, { counts }: Wanted): Crossing[] {
  return forest.crossing.flatMap((epci): Crossing[] => {
    const hits = counts.get(epci) ?? 0;
    if (hits > 0) return hits > 1 ? [{ epci, mode: 'include', used: false }] : [];
    const isNear = epci.communes.some((position) => {
      const region = atlas.communes[position]?.region;
      return region !== undefined && counts.has(region);
    });
    return isNear ? [{ epci, mode: 'exclude', used: false }] : [];
  });
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
  wanted: Wanted,
  crossing: Crossing[]
): RegionPlan[] {
  const byEpci = new Map(crossing.map((one) => [one.epci, one]));
  const plans: RegionPlan[] = [];
  for (const { zone, departements } of forest.regions) {
    const isTouched = wanted.counts.has(zone);
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
  wanted: Wanted,
  byEpci: ReadonlyMap<AtlasZone, Crossing>
): DepartementPlan {
  const fixed = { out: 0, in: 0 };
  for (const epci of departement.epcis) {
    const cost = zoneCost(epciCost(epci, wanted), wanted.counts.has(epci));
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
    (wanted.flags[position] === 1 ? part.wanted : part.others).push(position);
    parts.set(crossing, part);
  }
  const hits = fixedLoose.filter((position) => wanted.flags[position] === 1).length;
  const loose = leavesCost(fixedLoose.length, hits);
  const isTouched = wanted.counts.has(departement.zone);
  fixed.out += loose.out;
  fixed.in += loose.in;
  return { departement, isTouched, fixed, parts: [...parts.values()], fixedLoose };
}

export function epciCost(epci: AtlasZone, { counts }: Wanted): Cost {
  return leavesCost(epci.communes.length, counts.get(epci) ?? 0);
}

function leavesCost(size: number, hits: number): Cost {
  return { out: hits * INCLUDED, in: (size - hits) * EXCLUDED };
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

/**
 * Whether using a candidate can save a name at all. An included EPCI saves, in each département, its wanted communes
 * and costs the others. An excluded one saves exceptions only where a département or région may come to be included.
 */
export function isUseful(crossing: Crossing, plans: readonly RegionPlan[]): boolean {
  let saved = 0;
  for (const plan of plans) {
    for (const departement of plan.departements) {
      const part = departement.parts.find((one) => one.crossing === crossing);
      if (!part) continue;
      if (crossing.mode === 'include')
        saved += Math.max(0, part.wanted.length - part.others.length);
      else if (mayBeIncluded(departement) || mayRegionBeIncluded(plan)) return true;
    }
  }
  return saved > 1;
}

/** The dearest a département can be left to its parts, and the cheapest it can be inside something included. */
function extremes({ fixed, parts }: DepartementPlan): Cost {
  const wanted = parts.reduce((sum, part) => sum + part.wanted.length, 0);
  return { out: fixed.out + wanted * INCLUDED, in: fixed.in };
}

function mayBeIncluded(plan: DepartementPlan): boolean {
  const cost = extremes(plan);
  return plan.isTouched && INCLUDED + cost.in < cost.out;
}

function mayRegionBeIncluded(plan: RegionPlan): boolean {
  const costs = plan.departements.map((one) => {
    const cost = extremes(one);
    return { out: cost.out, in: one.isTouched ? cost.in : Math.min(cost.in, EXCLUDED) };
  });
  const sum = (side: 'in' | 'out') => costs.reduce((total, cost) => total + cost[side], 0);
  return plan.isTouched && INCLUDED + sum('in') < sum('out');
}
