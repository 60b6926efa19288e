/** The matrix need × group of communes, where blanks and overlaps jump out. */
import {
  coverageOfTheme,
  isConcerned,
  stateOfCommune,
  type CoverageCommune,
  type CoverageFacts,
  type CoverageFilter,
  type CoverageState,
  type CoverageStructure,
  type ThemeCoverage
} from './commune-coverage.ts';

export interface CoverageCell {
  state: CoverageState;
  /** Distinct declared structures that reach at least one commune of the group. */
  structures: number;
  /** Those of them that cover all its communes. */
  whole: number;
  /** Those of them that intervene everywhere in France. */
  everywhere: number;
  communes: number;
  communesCovered: number;
  /** Structures that may cover a commune of the group where none is declared. */
  undetermined: number;
  /** Inhabitants of the communes where the absence is established. */
  populationWithout: number;
  /** Inhabitants of those where it is not: no structure declared, some to ask. */
  populationUndetermined: number;
}

/** Communes read together: those of one EPCI, or those without any (`code` is then `null`). */
export interface CommuneGroup {
  code: string | null;
  name: string;
  communes: readonly number[];
  population: number;
}

export interface CoverageRow {
  theme: string;
  cells: CoverageCell[];
  undetermined: CoverageStructure[];
  everywhere: CoverageStructure[];
  /** Inhabitants of the communes where the absence is established. */
  populationWithout: number;
  /** Inhabitants of those where it is not: no structure declared, some to ask. */
  populationUndetermined: number;
}

export interface CoverageMatrix {
  groups: CommuneGroup[];
  rows: CoverageRow[];
  /** Structures that say no need at all: in no row, to be listed apart. */
  withoutTheme: CoverageStructure[];
}

/** How the group of the communes that belong to no EPCI is called: Ouessant, Île-de-Sein. */
export const WITHOUT_EPCI = 'Sans intercommunalité';

/**
 * The communes by EPCI, largest population first, those without EPCI last.
 *
 * @returns groups whose `communes` are positions in the list given
 */
export function groupByEpci(communes: readonly CoverageCommune[]): CommuneGroup[] {
  const groups = new Map<string | null, { name: string; communes: number[]; population: number }>();
  communes.forEach((commune, position) => {
    const code = commune.epci?.code ?? null;
    const group = groups.get(code) ?? {
      name: commune.epci?.name ?? WITHOUT_EPCI,
      communes: [],
      population: 0
    };
    group.communes.push(position);
    group.population += commune.population;
    groups.set(code, group);
  });
  return [...groups]
    .map(([code, group]) => ({ code, ...group }))
    .sort(
      (a, b) => Number(a.code === null) - Number(b.code === null) || b.population - a.population
    );
}

/** One group per commune, in the order of the list: an EPCI opened to its communes. */
export function groupByCommune(communes: readonly CoverageCommune[]): CommuneGroup[] {
  return communes.map(({ code, name, population }, position) => ({
    code,
    name,
    communes: [position],
    population
  }));
}

/**
 * The matrix need × group of communes.
 *
 * @param themes - codes of the needs, in the order of the rows
 */
export function coverageMatrix(
  facts: CoverageFacts,
  themes: readonly string[],
  groups: CommuneGroup[],
  filter: Omit<CoverageFilter, 'theme'> = {}
): CoverageMatrix {
  return {
    groups,
    rows: themes.map((theme) =>
      rowOf(theme, facts, groups, coverageOfTheme(facts, { ...filter, theme }))
    ),
    withoutTheme: facts.structures.filter(
      (structure) =>
        isConcerned(structure, filter) &&
        structure.offers.every((offer) => offer.themes.length === 0)
    )
  };
}

function rowOf(
  theme: string,
  facts: CoverageFacts,
  groups: readonly CommuneGroup[],
  coverage: ThemeCoverage
): CoverageRow {
  const groupOf = new Int32Array(facts.communes.length).fill(-1);
  groups.forEach((group, index) =>
    group.communes.forEach((position) => (groupOf[position] = index))
  );
  const reached = countReached(groups, groupOf, coverage);
  const cells = groups.map((group, index) => cellOf(group, reached[index]!, facts, coverage));
  return {
    theme,
    cells,
    undetermined: coverage.undetermined,
    everywhere: coverage.everywhere,
    populationWithout: cells.reduce((sum, cell) => sum + cell.populationWithout, 0),
    populationUndetermined: cells.reduce((sum, cell) => sum + cell.populationUndetermined, 0)
  };
}

interface Reached {
  structures: number;
  whole: number;
  everywhere: number;
  undetermined: number;
}

/** By group: how many structures reach it, wholly, from everywhere, or perhaps where none is declared. */
function countReached(
  groups: readonly CommuneGroup[],
  groupOf: Int32Array,
  coverage: ThemeCoverage
): Reached[] {
  const counts = groups.map(() => ({ structures: 0, whole: 0, everywhere: 0, undetermined: 0 }));
  for (const reach of coverage.reaches) {
    const covered = new Uint32Array(groups.length);
    const doubtful = new Uint8Array(groups.length);
    for (const position of reach.covers)
      if (groupOf[position]! >= 0) covered[groupOf[position]!]!++;
    for (const position of reach.mayCover) {
      if (groupOf[position]! >= 0 && coverage.declared[position] === 0)
        doubtful[groupOf[position]!] = 1;
    }
    counts.forEach((count, index) => {
      const communes = covered[index]!;
      count.undetermined += doubtful[index]!;
      if (communes === 0) return;
      count.structures++;
      if (communes === groups[index]!.communes.length) count.whole++;
      if (reach.everywhere) count.everywhere++;
    });
  }
  return counts;
}

function cellOf(
  group: CommuneGroup,
  reached: Reached,
  facts: CoverageFacts,
  coverage: ThemeCoverage
): CoverageCell {
  let communesCovered = 0;
  let populationWithout = 0;
  let populationUndetermined = 0;
  let established = true;
  for (const position of group.communes) {
    const { population } = facts.communes[position]!;
    const state = stateOfCommune(coverage, position);
    if (state === 'covered') communesCovered++;
    if (state === 'none') populationWithout += population;
    if (state === 'undetermined') populationUndetermined += population;
    if (state === 'undetermined') established = false;
  }
  const communes = group.communes.length;
  const absence = established ? 'none' : 'undetermined';
  const presence = communesCovered === communes ? 'covered' : 'partial';
  return {
    state: communesCovered === 0 ? absence : presence,
    ...reached,
    communes,
    communesCovered,
    populationWithout,
    populationUndetermined
  };
}
