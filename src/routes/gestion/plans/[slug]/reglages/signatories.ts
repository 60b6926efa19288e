import {
  findStructureMeant,
  findStructureNamed
} from '#domain/directory/server/joining/queries.ts';
import type { Plan } from '#domain/plans/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { StructureId } from '#shared/ids.ts';
import type { TypedSignatory } from '../../plan-form.ts';

/**
 * The structure of the directory that each signatory is: chosen in the list, bearing exactly that name, or as it was
 * already known. Null for one that is in no directory, which is no fault: an agency, a ministry.
 */
export async function findSignatories(
  db: Database,
  { territory, signatories }: Pick<Plan, 'territory' | 'signatories'>,
  typed: readonly TypedSignatory[]
): Promise<(StructureId | null)[]> {
  const found: (StructureId | null)[] = [];
  for (const { name, structure: slug } of typed) {
    const known = signatories.find((one) => one.name === name && one.structure)?.structure;
    if (known && (slug === '' || slug === known.slug)) found.push(known.id);
    else if (slug !== '') {
      const meant = await findStructureMeant(db, territory, { slug, text: name });
      found.push(meant.kind === 'one' ? meant.structure.id : null);
    } else found.push((await findStructureNamed(db, territory.id, name))?.id ?? null);
  }
  return found;
}
