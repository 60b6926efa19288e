import type { StructureReading } from '#domain/network/measures/by-structure.ts';
import { compareNames } from '#shared/text.ts';
import type { Sort } from './asked.ts';

export const COLUMNS = [
  { key: 'name', label: 'Structure', sortable: true },
  { key: 'type', label: 'Type', sortable: true },
  { key: 'answered', label: 'Réponses', numeric: true, sortable: true },
  { key: 'knows', label: 'Dit en connaître', numeric: true, sortable: true },
  { key: 'knownBy', label: 'Est connue de', numeric: true, sortable: true },
  { key: 'degree', label: 'Liens', numeric: true, sortable: true },
  { key: 'betweenness', label: 'Pont', numeric: true, sortable: true },
  { key: 'attachment', label: 'Situation', sortable: true }
];

/** The rows in the order asked; names decide between equals. */
export function sortRows(
  rows: readonly StructureReading[],
  { key, direction }: Sort
): StructureReading[] {
  const column = COLUMNS.some((one) => one.key === key) ? (key as keyof StructureReading) : 'name';
  const side = direction === 'desc' ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [one, other] = [a[column], b[column]];
    const order =
      typeof one === 'number' && typeof other === 'number'
        ? one - other
        : compareNames(String(one), String(other));
    return side * order || compareNames(a.name, b.name);
  });
}
