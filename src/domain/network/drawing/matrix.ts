/** Who says what of whom, all at once: the picture that stays readable when there are too many to draw. */
import type { StructureId } from '#shared/ids.ts';
import { compareNames } from '#shared/text.ts';
import type { Level, WaveStructure } from '../model.ts';
import { listArcs, type Answered } from '../measures/asked.ts';

/** A level; silent: asked and not answered; none: not asked; self: the diagonal. */
export type MatrixCell = Level | 'silent' | 'none' | 'self';

export interface MatrixRow {
  /** From 1, that of its column. */
  readonly number: number;
  readonly structure: WaveStructure;
  /** In the order of the rows: what it says of each. */
  readonly cells: readonly MatrixCell[];
}

/** Rows say, columns are spoken of; both by type, then by name. */
export function composeMatrix(wave: Answered, types: readonly string[] = []): MatrixRow[] {
  const rank = new Map(types.map((code, at) => [code, at]));
  const order = wave.structures.toSorted(
    (a, b) =>
      (rank.get(a.type) ?? types.length) - (rank.get(b.type) ?? types.length) ||
      compareNames(a.name, b.name)
  );
  const said = new Map(listArcs(wave).map(({ from, about, level }) => [key(from, about), level]));
  const cellOf = (from: StructureId, about: StructureId): MatrixCell => {
    if (from === about) return 'self';
    const level = said.get(key(from, about));
    return level === undefined ? 'none' : (level ?? 'silent');
  };
  return order.map((structure, at) => ({
    ...{ number: at + 1, structure },
    cells: order.map((other) => cellOf(structure.structure, other.structure))
  }));
}

const key = (from: StructureId, about: StructureId) => `${from} ${about}`;
