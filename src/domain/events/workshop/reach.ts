/** What the perimeters drawn at the table say together: where several meet, where nobody has said to come. */
import {
  coverageOfTheme,
  stateOfCommune,
  type CoverageFacts,
  type CoverageState
} from '#domain/directory/commune-coverage.ts';
import type { Commune } from '#domain/territory/model.ts';
import type { WorkshopStructure } from '../workshop.ts';

export interface ReachedCommune {
  readonly commune: Commune;
  readonly state: CoverageState;
  /** Names of the structures that declare they come. */
  readonly by: readonly string[];
}

/** Two structures that declare the same communes. */
export interface TableOverlap {
  readonly names: readonly [string, string];
  /** Of the same type: the more likely to be a question. */
  readonly isSameType: boolean;
  readonly communes: readonly string[];
}

export interface TableReach {
  /** In the order given. */
  readonly communes: readonly ReachedCommune[];
  /** Where nobody declares to come: established only when everybody has said where. */
  readonly blanks: readonly Commune[];
  /** Structures that have not drawn, or do not know: never counted as coming, nor as absent. */
  readonly silent: readonly string[];
  /** The same type first, then those that share most. */
  readonly overlaps: readonly TableOverlap[];
}

/** @param communes - of the territory. */
export function tableReach(
  communes: readonly Commune[],
  structures: readonly WorkshopStructure[]
): TableReach {
  const facts = factsOf(communes, structures);
  const coverage = coverageOfTheme(facts, {});
  const by = communes.map(({ code }) =>
    structures.filter((one) => covers(one, code)).map(({ name }) => name)
  );
  const reached = communes.map((commune, position) => ({
    commune,
    state: stateOfCommune(coverage, position),
    by: by[position]!
  }));
  return {
    communes: reached,
    blanks: reached.filter(({ state }) => state !== 'covered').map(({ commune }) => commune),
    silent: structures.filter(isSilent).map(({ name }) => name),
    overlaps: overlapsOf(communes, structures)
  };
}

/** Has not said where it comes. */
export function isSilent({ certainty }: WorkshopStructure): boolean {
  return certainty === null || certainty === 'unknown';
}

function covers(structure: WorkshopStructure, code: Commune['code']): boolean {
  if (structure.certainty === 'everywhere') return true;
  return structure.certainty === 'declared' && structure.reached.includes(code);
}

/** At the table, those who gather actors are asked as those who act. */
function factsOf(
  communes: readonly Commune[],
  structures: readonly WorkshopStructure[]
): CoverageFacts {
  const positions = new Map(communes.map(({ code }, position) => [code, position]));
  return {
    communes,
    structures: structures.map((one) => ({
      ...{ id: one.structure, slug: one.slug, name: one.name, acronym: '', phone: '' },
      type: { ...one.type, action: 'call' as const, colour: 0 },
      offers: [
        {
          ...{ themes: [], audiences: [], certainty: one.certainty ?? 'unknown' },
          communes: one.reached.flatMap((code) => positions.get(code) ?? [])
        }
      ]
    }))
  };
}

function overlapsOf(
  communes: readonly Commune[],
  structures: readonly WorkshopStructure[]
): TableOverlap[] {
  const drawn = structures.filter(({ certainty }) => certainty === 'declared');
  const overlaps = drawn.flatMap((one, at) =>
    drawn.slice(at + 1).flatMap((other): TableOverlap[] => {
      const shared = communes.filter(({ code }) => covers(one, code) && covers(other, code));
      if (shared.length === 0) return [];
      const isSameType = one.type.code === other.type.code;
      const names = shared.map(({ name }) => name);
      return [{ names: [one.name, other.name], isSameType, communes: names }];
    })
  );
  return overlaps.sort(
    (a, b) => Number(b.isSameType) - Number(a.isSameType) || b.communes.length - a.communes.length
  );
}
