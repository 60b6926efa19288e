import { checkComponentTypes } from './component-types.ts';
import { checkHygiene } from './hygiene.ts';
import { checkMarkup } from './markup.ts';
import { readProject, type Breach } from './project.ts';
import { checkReads } from './reads.ts';
import { checkSizes } from './sizes.ts';
import { checkVocabulary } from './vocabulary.ts';
import { checkWriters } from './writers.ts';

/**
 * Reads a tree against the rules of the house that no other tool checks.
 *
 * @param root - the folder that holds package.json
 * @returns every breach, errors and warnings
 */
export function checkStructure(root: string): Breach[] {
  const project = readProject(root);
  return [
    ...checkVocabulary(project),
    ...checkSizes(project),
    ...checkWriters(project),
    ...checkReads(project),
    ...checkComponentTypes(project),
    ...checkMarkup(project),
    ...checkHygiene(project)
  ];
}
