/** What became of a sheet from one version to another, field by field. */
import type { Heading } from '../headings.ts';
import type { SheetDocument } from './content.ts';
import { labelOfField } from './labels.ts';
import { isSame } from './merging.ts';
import { COMPARED, sayField, type Names } from './saying.ts';

/** A field that says otherwise. */
export interface FieldChange {
  readonly path: string;
  readonly label: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The fields that differ, in the order a sheet is read: headings in the order of the plan, then those it no longer has. */
export function compareSheets(
  before: SheetDocument,
  after: SheetDocument,
  headings: readonly Heading[],
  names: Names
): FieldChange[] {
  const written = [...Object.keys(before.texts), ...Object.keys(after.texts)];
  const order = headings.filter(({ kind }) => kind !== 'rows').map(({ key }) => key);
  const texts = [...new Set([...order, ...written])].map((key) => `texts.${key}`);
  const paths = COMPARED.flatMap((path) => (path === 'texts' ? texts : [path]));
  return paths.flatMap((path) => {
    const [was, now] = [sayField(path, before, names), sayField(path, after, names)];
    if (isSame(was, now)) return [];
    return [{ path, label: labelOfField(path, headings), before: was, after: now }];
  });
}
