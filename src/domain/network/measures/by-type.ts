/** What types of structure know of each other: the picture for members, in which nobody can be recognised. */
import { ACQUAINTED } from '../model.ts';
import type { StructureId } from '#shared/ids.ts';
import { listArcs, listAuthors, type Answered, type Arc } from './asked.ts';
import { densityOf, meanLevelOf } from './density.ts';
import { LEAST_STRUCTURES } from './figures.ts';

/** The types that too few structures answered for, together. */
export const OTHER_TYPES = '';

/** What the structures of a type say of those of another. Without figures: nobody was asked, or it is withheld. */
export interface TypeCell {
  readonly from: string;
  readonly about: string;
  readonly state: 'shown' | 'withheld' | 'empty';
  readonly density: number | null;
  readonly meanLevel: number | null;
  /** The density is this or less, this or more: a share of nought or of all would tell what each one said. */
  readonly bound: 'most' | 'least' | null;
}

export interface TypeMatrix {
  /** Codes of types, `OTHER_TYPES` last. */
  readonly types: readonly string[];
  readonly cells: readonly TypeCell[];
}

interface Gathered {
  readonly from: string;
  readonly about: string;
  readonly arcs: readonly Arc[];
}

/**
 * Density at « a déjà échangé » and mean level, from type to type. A cell is withheld when fewer than `LEAST_STRUCTURES`
 * structures speak in it, or are spoken of. What is withheld must hide as many together, or it could be told by taking
 * the shown from the whole: the smallest cell joins it then. Near nought and near all, only a bound is told, wide enough for
 * two answers at least to be either way.
 */
export function measureByType(wave: Answered): TypeMatrix {
  const arcs = listArcs(wave).filter(({ level }) => level !== null);
  const groupOf = groupTypes(wave, arcs);
  const types = [...new Set(groupOf.values())].toSorted(
    (a, b) => Number(a === OTHER_TYPES) - Number(b === OTHER_TYPES) || (a < b ? -1 : 1)
  );
  const all: Gathered[] = types.flatMap((from) =>
    types.map((about) => ({
      ...{ from, about },
      arcs: arcs.filter((arc) => groupOf.get(arc.from) === from && groupOf.get(arc.about) === about)
    }))
  );
  const hidden = withhold(all.filter((cell) => cell.arcs.length > 0));
  return { types, cells: all.map((cell) => writeCell(cell, hidden.has(cell))) };
}

/** Each structure's type, or the others when too few of that type have answered. */
function groupTypes({ structures }: Answered, arcs: readonly Arc[]): Map<StructureId, string> {
  const authors = listAuthors(arcs);
  const counts = new Map<string, number>();
  for (const { structure, type } of structures)
    if (authors.has(structure)) counts.set(type, (counts.get(type) ?? 0) + 1);
  return new Map(
    structures.map(({ structure, type }) => [
      structure,
      (counts.get(type) ?? 0) >= LEAST_STRUCTURES ? type : OTHER_TYPES
    ])
  );
}

function withhold(cells: readonly Gathered[]): Set<Gathered> {
  const hidden = new Set(cells.filter(({ arcs }) => isTooSmall(arcs)));
  const rest = cells
    .filter((cell) => !hidden.has(cell))
    .toSorted((a, b) => a.arcs.length - b.arcs.length);
  while (hidden.size > 0 && rest.length > 0 && isTooSmall([...hidden].flatMap(({ arcs }) => arcs)))
    hidden.add(rest.shift()!);
  return hidden;
}

function isTooSmall(arcs: readonly Arc[]): boolean {
  const from = new Set(arcs.map((arc) => arc.from)).size;
  const about = new Set(arcs.map((arc) => arc.about)).size;
  return Math.min(from, about) < LEAST_STRUCTURES || edgeOf(arcs.length) >= 0.5;
}

/** The share below which a cell of so many answers tells only « or less »: two answers, and a tenth at least, by steps of 5 %. */
function edgeOf(answers: number): number {
  return Math.ceil(20 * Math.max(0.1, 2 / answers) - 1e-9) / 20;
}

function writeCell({ from, about, arcs }: Gathered, isHidden: boolean): TypeCell {
  const { value } = densityOf(arcs, ACQUAINTED);
  if (isHidden || value === null) {
    const state = isHidden ? 'withheld' : 'empty';
    return { from, about, state, density: null, meanLevel: null, bound: null };
  }
  const edge = edgeOf(arcs.length);
  const bound = value <= edge ? 'most' : value >= 1 - edge ? 'least' : null;
  return {
    ...{ from, about, state: 'shown', bound },
    density: bound === 'most' ? edge : bound === 'least' ? 1 - edge : value,
    // A mean tells as much where all say nearly the same.
    meanLevel: bound === null ? meanLevelOf(arcs).value : null
  };
}
