import type { Conflict } from '../merge.ts';
import { labelOf, valueInWords, type ChangeWording } from '../transfer/changes.ts';
import { readPath } from './field-path.ts';

/** What two people changed differently, in words. */
export interface SaidConflict {
  path: string;
  label: string;
  base: string;
  mine: string;
  theirs: string;
}

/** A field that both changed, as a page asks which is kept. */
export function sayConflict(
  { path, base, mine, theirs }: Conflict,
  wording: ChangeWording
): SaidConflict {
  const { item, inside } = readPath(path);
  const label = labelOf(path);
  if (item !== null && inside === null)
    return { path, label, base: 'présent', mine: fate(mine), theirs: fate(theirs) };
  const words = (value: unknown) => valueInWords(path, value, wording) || 'rien';
  return { path, label, base: words(base), mine: words(mine), theirs: words(theirs) };
}

/** One changed the service or the contact that the other took away. */
function fate(item: unknown): string {
  return item === null ? 'retiré' : 'gardé, avec ce qui y a été changé';
}
