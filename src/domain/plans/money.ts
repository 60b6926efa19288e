/** What a plan is planned to cost, and what was given: by year and by funder. In cents. */
import { compareNames, slugify } from '#shared/text.ts';
import type { NamedStructure } from './model.ts';
import type { FundingLine } from './sheet.ts';

/** What is not known is left out of a sum, and counted beside it: a sum is never taken for the whole. */
export interface Money {
  readonly planned: number | null;
  readonly actual: number | null;
  /** Lines without a planned amount. */
  readonly unplanned: number;
}

type Line = Pick<FundingLine, 'funder' | 'structure' | 'year' | 'planned' | 'actual'>;

export interface Funder {
  readonly key: string;
  readonly name: string;
  readonly structure: NamedStructure | null;
}

export interface FundingTable {
  /** The first year first; null, for the whole of the plan, last. */
  readonly years: readonly (number | null)[];
  /** Who plans most first. */
  readonly funders: readonly {
    readonly funder: Funder;
    /** In the order of `years`. */
    readonly byYear: readonly Money[];
    readonly total: Money;
  }[];
  readonly byYear: readonly Money[];
  readonly total: Money;
}

/** Funding lines, added up by year and by funder. */
export function fundingTable(lines: readonly Line[]): FundingTable {
  const years = [...new Set(lines.map(({ year }) => year))].sort(
    (a, b) => (a ?? Infinity) - (b ?? Infinity)
  );
  const funders = new Map(lines.map((line) => [keyOf(line), funderOf(line)]));
  const ofYears = (of: readonly Line[]) =>
    years.map((year) => addUp(of.filter((line) => line.year === year)));
  const rows = [...funders.values()].map((funder) => {
    const own = lines.filter((line) => keyOf(line) === funder.key);
    return { funder, byYear: ofYears(own), total: addUp(own) };
  });
  return {
    years,
    funders: rows.sort(
      (a, b) =>
        (b.total.planned ?? 0) - (a.total.planned ?? 0) ||
        compareNames(a.funder.name, b.funder.name)
    ),
    byYear: ofYears(lines),
    total: addUp(lines)
  };
}

/** Adds amounts up; null where none is known. */
export function addUp(lines: readonly Pick<Line, 'planned' | 'actual'>[]): Money {
  const sum = (amounts: readonly (number | null)[]) => {
    const known = amounts.filter((amount) => amount !== null);
    return known.length > 0 ? known.reduce((all, amount) => all + amount, 0) : null;
  };
  return {
    planned: sum(lines.map(({ planned }) => planned)),
    actual: sum(lines.map(({ actual }) => actual)),
    unplanned: lines.filter(({ planned }) => planned === null).length
  };
}

function keyOf({ funder, structure }: Line): string {
  return structure ? structure.slug : slugify(funder);
}

function funderOf(line: Line): Funder {
  const { structure, funder } = line;
  return { key: keyOf(line), name: structure ? structure.name : funder, structure };
}
