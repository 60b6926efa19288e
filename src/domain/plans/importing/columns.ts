/** A row of labels above rows of values: « Pilote | Partenaires | Calendrier ». */
import type { OwnLabel } from './labels.ts';
import { readLabel, type Labelled } from './sections.ts';
import { cellsOf } from './source.ts';

interface Columns {
  readonly under: readonly { readonly labelled: Labelled; readonly values: string[] }[];
  /** Lines taken below the labels. */
  readonly rows: number;
}

/** The columns that begin at a line, or null: a line is one when all its cells are labels, and the next has as many values. */
export function readColumns(
  lines: readonly string[],
  at: number,
  own: readonly OwnLabel[]
): Columns | null {
  const line = lines[at]!;
  if (!line.includes('\t')) return null;
  const labels = cellsOf(line).map((cell) => readLabel(cell, own));
  if (labels.length < 2 || labels.some((label) => label?.rest !== '')) return null;
  const rows: string[][] = [];
  for (const next of lines.slice(at + 1, at + 40)) {
    const cells = cellsOf(next);
    if (cells.length !== labels.length || cells.some((cell) => readLabel(cell, own))) break;
    rows.push(cells);
  }
  if (rows.length === 0) return null;
  const under = labels.map((labelled, index) => ({
    labelled: labelled!,
    values: rows.map((cells) => cells[index]!)
  }));
  return { under, rows: rows.length };
}
