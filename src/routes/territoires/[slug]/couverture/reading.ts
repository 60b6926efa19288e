import {
  coverageOfTheme,
  stateOfCommune,
  structuresByCommune,
  type CoverageFacts,
  type CoverageState,
  type CoverageStructure,
  type ThemeCoverage
} from '#domain/directory/commune-coverage.ts';
import {
  coverageMatrix,
  type CommuneGroup,
  type CoverageMatrix,
  type CoverageRow
} from '#domain/directory/coverage-matrix.ts';
import { formatNumber, plural } from '#shared/text.ts';
import { levelOf, type AreaMark, type Level } from '#ui/area-mark.ts';
import { epciLabel } from '../../plan.ts';
import { coverageUrl, NO_EPCI, type CoverageQuestion } from './question.ts';

interface Named {
  code: string;
  name: string;
}

/** A commune as the list shows it. */
export interface CommuneLine extends AreaMark {
  epci: string;
  population: number;
  state: CoverageState;
  structures: CoverageStructure[];
}

/** The matrix with its needs named, those that no structure of the directory answers put apart. */
export interface ReadMatrix {
  groups: (CommuneGroup & { label: string; href: string })[];
  rows: (CoverageRow & { name: string; href: string })[];
  silent: (Named & { href: string })[];
  withoutTheme: CoverageStructure[];
}

/** Where each address of the page leads, the rest of the question unchanged. */
type Link = (change: Partial<CoverageQuestion>) => string;

/** Links of the page of one territory. */
export function linksOf(slug: string, question: CoverageQuestion): Link {
  return (change) => coverageUrl(slug, { ...question, commune: undefined, ...change });
}

export function readMatrix(
  facts: CoverageFacts,
  groups: CommuneGroup[],
  themes: readonly Named[],
  question: CoverageQuestion,
  link: Link
): ReadMatrix {
  const { audience, type } = question;
  const codes = themes.map((theme) => theme.code);
  const matrix: CoverageMatrix = coverageMatrix(facts, codes, groups, { audience, type });
  const named = matrix.rows.map((row, index) => ({
    ...row,
    name: themes[index]!.name,
    href: `${link({ theme: row.theme })}#besoin`
  }));
  return {
    groups: groups.map((group) => ({ ...group, ...headingOf(group, question, link) })),
    rows: named.filter((row) => !isSilent(row)),
    silent: named.filter(isSilent).map(({ theme, name, href }) => ({ code: theme, name, href })),
    withoutTheme: matrix.withoutTheme
  };
}

function headingOf(group: CommuneGroup, question: CoverageQuestion, link: Link) {
  if (question.epci)
    return { label: group.name, href: `${link({ commune: group.code! })}#commune` };
  const label = epciLabel(group.code === null ? null : group);
  return { label, href: link({ epci: group.code ?? NO_EPCI }) };
}

function isSilent(row: CoverageRow): boolean {
  return row.undetermined.length === 0 && row.cells.every((cell) => cell.structures === 0);
}

/** The need shown when none is asked: the one that leaves most inhabitants without anyone, else in doubt. */
export function mostLacking(matrix: ReadMatrix): string | undefined {
  const order = matrix.rows.toSorted(
    (a, b) =>
      b.populationWithout - a.populationWithout ||
      b.populationUndetermined - a.populationUndetermined
  );
  return order[0]?.theme ?? matrix.silent[0]?.code;
}

/** The communes for one need: those where nobody is declared first, the most populated first. */
export function readCommunes(
  facts: CoverageFacts,
  coverage: ThemeCoverage,
  question: CoverageQuestion,
  link: Link
): CommuneLine[] {
  const lists = structuresByCommune(coverage);
  const lines = facts.communes.map((commune, position): CommuneLine => {
    const structures = lists[position]!;
    const state = stateOfCommune(coverage, position);
    return {
      code: commune.code,
      name: commune.name,
      epci: epciLabel(commune.epci),
      population: commune.population,
      state,
      structures,
      ...wordsOf(state, structures.length, coverage.uncertain[position]!),
      href: `${link({ theme: question.theme, commune: commune.code })}#commune`,
      selected: commune.code === question.commune
    };
  });
  const rank = (line: CommuneLine) =>
    line.state === 'none' ? -2 : line.state === 'undetermined' ? -1 : line.structures.length;
  return lines.sort((a, b) => rank(a) - rank(b) || b.population - a.population);
}

function wordsOf(
  state: CoverageState,
  structures: number,
  uncertain: number
): { level: Level; text: string; figure: string } {
  if (state === 'none') return { level: 'none', text: 'aucune structure déclarée', figure: '0' };
  if (state === 'undetermined') {
    return {
      level: 'undetermined',
      text: `aucune structure déclarée, ${formatNumber(uncertain)} à préciser`,
      figure: ''
    };
  }
  return {
    level: levelOf(structures),
    text: plural(structures, 'structure'),
    figure: String(structures)
  };
}

/** What the panel of a commune says. */
export function readCommune(
  facts: CoverageFacts,
  coverage: ThemeCoverage,
  question: CoverageQuestion
) {
  const position = facts.communes.findIndex((commune) => commune.code === question.commune);
  const commune = facts.communes[position];
  if (!commune) return null;
  const { theme, audience } = question;
  const gather = coverageOfTheme(facts, { theme, audience, action: 'gather' });
  const params = new URLSearchParams({ commune: commune.code });
  if (audience) params.set('public', audience);
  if (theme) params.set('besoin', theme);
  return {
    code: commune.code,
    name: commune.name,
    epci: epciLabel(commune.epci),
    population: commune.population,
    structures: structuresByCommune(coverage)[position]!,
    toAsk: coverage.reaches
      .filter((reach) => reach.mayCover.includes(position))
      .map((reach) => reach.structure),
    gather: question.type ? [] : structuresByCommune(gather)[position]!,
    href: `/qui-couvre?${params}`
  };
}

/** What a cell says in words, for its title and for a screen reader. */
export function cellWords(cell: CoverageRow['cells'][number]): string {
  const words: string[] = [];
  if (cell.state === 'none') words.push('aucune structure déclarée');
  if (cell.state === 'undetermined') words.push(`aucune déclarée, ${cell.undetermined} à préciser`);
  if (cell.structures > 0) words.push(plural(cell.structures, 'structure'));
  if (cell.state === 'partial') {
    words.push(`${cell.communesCovered} communes sur ${cell.communes}`);
    if (cell.undetermined > 0) words.push(`${cell.undetermined} à préciser`);
  } else if (cell.structures > cell.whole) {
    words.push(`dont ${cell.structures - cell.whole} sur une partie des communes`);
  }
  if (cell.everywhere > 0) words.push(`dont ${cell.everywhere} partout en France`);
  if (cell.populationWithout > 0) {
    words.push(`${plural(cell.populationWithout, 'habitant')} sans structure déclarée`);
  }
  return words.join(', ');
}
