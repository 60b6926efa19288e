/**
 * The fewest zones that make a set of communes: included ones minus excluded ones.
 *
 * Régions, départements, the EPCI inside one département and communes form a tree, on which dynamic programming is
 * exact: a zone is either left to its parts, or included and what it has too much excluded. The 89 EPCI (2026) that
 * cross départements stand outside the tree: each is tried as one more name, all combinations when few are concerned,
 * one at a time until nothing improves otherwise.
 */
import type { Atlas, AtlasZone } from '../atlas.ts';
import {
  candidates,
  departementsCost,
  EXCLUDED,
  INCLUDED,
  isUseful,
  epciCost,
  partsCost,
  planRegions,
  wantedOf,
  zoneCost,
  type Cost,
  type Crossing,
  type DepartementPlan,
  type RegionPlan,
  type Wanted
} from './costs.ts';
import { forestOf } from './forest.ts';
import type { ZoneRef } from '../model.ts';

type Mode = 'include' | 'exclude';

export interface Cover {
  include: ZoneRef[];
  /** Each lies wholly outside the set. */
  exclude: ZoneRef[];
}

/** Above this many crossing EPCI that touch each other, combinations are no longer all tried. */
const ALL_TRIED = 10;

/** @param positions - positions in the atlas, each once, in any order. */
export function shortestCover(atlas: Atlas, positions: readonly number[]): Cover {
  const forest = forestOf(atlas);
  const wanted = wantedOf(atlas, positions);
  const crossing = candidates(atlas, forest, wanted);
  const plans = planRegions(atlas, forest, wanted, crossing);
  const useful = new Set(crossing.filter((one) => isUseful(one, plans)));
  for (const group of groupsOf(plans, useful)) choose(group);
  return read(atlas, plans, crossing, wanted);
}

/** Régions that share candidates, with them: groups do not influence each other. */
interface Group {
  plans: RegionPlan[];
  crossing: Crossing[];
}

function groupsOf(plans: RegionPlan[], useful: ReadonlySet<Crossing>): Group[] {
  const groups: Group[] = [];
  for (const plan of plans) {
    const own = new Set(
      plan.departements
        .flatMap(({ parts }) => parts.map(({ crossing }) => crossing))
        .filter((crossing) => useful.has(crossing))
    );
    const linked = groups.filter((group) => group.crossing.some((crossing) => own.has(crossing)));
    for (const group of linked) groups.splice(groups.indexOf(group), 1);
    groups.push({
      plans: [...linked.flatMap((group) => group.plans), plan],
      crossing: [...new Set([...linked.flatMap((group) => group.crossing), ...own])]
    });
  }
  return groups;
}

function groupCost({ plans, crossing }: Group): number {
  let cost = 0;
  for (const { used, mode } of crossing) if (used) cost += mode === 'include' ? INCLUDED : EXCLUDED;
  for (const plan of plans) cost += zoneCost(departementsCost(plan), plan.isTouched).out;
  return cost;
}

/** Decides which candidates of a group are used. */
function choose(group: Group): void {
  if (group.crossing.length > ALL_TRIED) {
    improve(group);
    return;
  }
  let best = { cost: Infinity, mask: 0 };
  for (let mask = 0; mask < 1 << group.crossing.length; mask++) {
    use(group, mask);
    const cost = groupCost(group);
    if (cost < best.cost) best = { cost, mask };
  }
  use(group, best.mask);
}

function use({ crossing }: Group, mask: number): void {
  crossing.forEach((one, at) => (one.used = (mask & (1 << at)) !== 0));
}

/** Turns candidates over one at a time, from none used then from all used, and keeps the better end. */
function improve(group: Group): void {
  const ends = [false, true].map((start) => {
    for (const one of group.crossing) one.used = start;
    let cost = groupCost(group);
    for (let before = Infinity; cost < before;) {
      before = cost;
      for (const one of group.crossing) {
        one.used = !one.used;
        const turned = groupCost(group);
        if (turned < cost) cost = turned;
        else one.used = !one.used;
      }
    }
    return { cost, used: group.crossing.map(({ used }) => used) };
  });
  const [first, second] = ends;
  const kept = first && second && second.cost < first.cost ? second : first;
  group.crossing.forEach((one, at) => (one.used = kept?.used[at] ?? false));
}

/** Writes down the choices that the costs stand for. */
function read(atlas: Atlas, plans: RegionPlan[], crossing: Crossing[], wanted: Wanted): Cover {
  const naming: Naming = { atlas, wanted, cover: { include: [], exclude: [] } };
  for (const one of crossing) if (one.used) name(naming, one.mode, one.epci);
  for (const plan of plans) {
    const inRegion = enter(naming, plan.zone, departementsCost(plan), plan.isTouched, false);
    if (inRegion === null) continue;
    for (const departement of plan.departements) readDepartement(naming, departement, inRegion);
  }
  return naming.cover;
}

interface Naming {
  atlas: Atlas;
  wanted: Wanted;
  cover: Cover;
}

function name({ cover }: Naming, mode: Mode, { level, code }: ZoneRef): void {
  cover[mode].push({ level, code });
}

/**
 * Names a zone when that is the choice.
 *
 * @returns whether its parts are then in an included zone; `null` when they need not be looked at.
 */
function enter(
  naming: Naming,
  zone: AtlasZone,
  parts: Cost,
  isTouched: boolean,
  isIn: boolean
): boolean | null {
  if (!isTouched && EXCLUDED < (isIn ? parts.in : parts.out)) {
    name(naming, 'exclude', zone);
    return null;
  }
  if (!isTouched || isIn || INCLUDED + parts.in >= parts.out) return isIn;
  name(naming, 'include', zone);
  return true;
}

function readDepartement(naming: Naming, plan: DepartementPlan, inRegion: boolean): void {
  const { zone, epcis } = plan.departement;
  const isIn = enter(naming, zone, partsCost(plan), plan.isTouched, inRegion);
  if (isIn === null) return;
  for (const epci of epcis) {
    const isTouched = naming.wanted.counts.has(epci);
    const inEpci = enter(naming, epci, epciCost(epci, naming.wanted), isTouched, isIn);
    if (inEpci !== null) nameCommunes(naming, epci.communes, inEpci, !inEpci);
  }
  nameCommunes(naming, plan.fixedLoose, isIn, !isIn);
  for (const { crossing, wanted, others } of plan.parts) {
    const isExcluded = crossing.used && crossing.mode === 'exclude';
    nameCommunes(naming, wanted, false, !crossing.used && !isIn);
    nameCommunes(naming, others, !isExcluded && (crossing.used || isIn), false);
  }
}

/** Names, of some communes, those not wanted (`exclude`) and those wanted (`include`). */
function nameCommunes(
  naming: Naming,
  positions: readonly number[],
  exclude: boolean,
  include: boolean
): void {
  for (const position of positions) {
    const mode = naming.wanted.flags[position] === 1 ? 'include' : 'exclude';
    if (mode === 'include' ? !include : !exclude) continue;
    name(naming, mode, { level: 'commune', code: naming.atlas.communes[position]?.code ?? '' });
  }
}
