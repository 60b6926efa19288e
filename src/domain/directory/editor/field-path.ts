/** Where a value is in a fiche: `phone`, `services/Accueil/themes`, `contacts/Camille Exemple`. */
import { itemNames } from '../merge.ts';
import type { StructureInput } from '../model.ts';

export interface FieldPath {
  /** Of the fiche. */
  field: string;
  /** Name of a service or of a contact, which may hold a « / » itself. */
  item: string | null;
  /** What of it. */
  inside: string | null;
  /** The note of a perimeter, apart from its zones. */
  isNote: boolean;
}

const INSIDE = new Set(
  (
    'description themes audiences solicitedBy solicitedThrough delay fees feesDetail conditions toPrepare limits ' +
    'phone link openingHours perimeter role email visibility consentAt person'
  ).split(' ')
);

/** Reads the path of a field, as a merge writes it. */
export function readPath(path: string): FieldPath {
  const isNote = path.endsWith('perimeter/note');
  const [field = '', ...rest] = (isNote ? path.slice(0, -'/note'.length) : path).split('/');
  const last = rest.at(-1);
  const inside = rest.length > 1 && last !== undefined && INSIDE.has(last) ? last : null;
  const item = (inside === null ? rest : rest.slice(0, -1)).join('/');
  return { field, item: item === '' ? null : item, inside, isNote };
}

type Items = 'services' | 'contacts';

/** The value at a path; undefined when the service or the contact is no longer there. */
export function valueAt(fiche: StructureInput, path: string): unknown {
  const { field, item, inside } = readPath(path);
  if (item === null) return fiche[field as keyof StructureInput];
  const list = fiche[field as Items];
  const found = list[itemNames(list).indexOf(item)] as Record<string, unknown> | undefined;
  return inside === null ? found : found?.[inside];
}

/** The fiche with a value at a path; as it was when the service or the contact is no longer there. */
export function withValueAt(fiche: StructureInput, path: string, value: unknown): StructureInput {
  const { field, item, inside } = readPath(path);
  if (item === null) return { ...fiche, [field]: value };
  const list = fiche[field as Items];
  const at = itemNames(list).indexOf(item);
  if (at < 0 || inside === null) return fiche;
  return {
    ...fiche,
    [field]: list.map((one, position) => (position === at ? { ...one, [inside]: value } : one))
  };
}
