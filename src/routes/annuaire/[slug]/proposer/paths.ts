import { itemNames } from '#domain/directory/merge.ts';
import type { StructureInput } from '#domain/directory/model.ts';
import type { Issue } from '#shared/errors.ts';

/** What is to be corrected, by the path that names its field in this form: « services/Accueil/phone ». */
export function namedByPath(
  fiche: StructureInput,
  issues: readonly Issue[]
): Record<string, string> {
  const named = issues.map(({ path, message }) => {
    const [list = '', at, inside] = path.split('.');
    if (list !== 'services' && list !== 'contacts') return [list, message];
    return [`${list}/${itemNames(fiche[list])[Number(at)] ?? ''}/${inside ?? ''}`, message];
  });
  return Object.fromEntries(named) as Record<string, string>;
}
