/** What somebody would change in a fiche she does not keep: which fields, what they say, what accepting them makes. */
import { isSame, itemNames, mergeFiches } from '../merge.ts';
import type { StructureInput } from '../model.ts';
import { CHANGEABLE, type FieldChange } from '../suggestion.ts';
import { valueAt, withValueAt } from './field-path.ts';
import { readHours, type SentFields } from './reading.ts';

const OF_SERVICE = ['themes', 'audiences', 'phone', 'link'] as const;
const OF_CONTACT = ['role', 'phone'] as const;

/**
 * The paths of what may be proposed of a fiche. Its perimeter is not: two versions of it are compared on a plan, in the
 * form of the fiche; what is wrong there is said in words.
 */
export function proposablePaths(fiche: Pick<StructureInput, 'services' | 'contacts'>): string[] {
  const inside = (list: 'services' | 'contacts', fields: readonly string[]) =>
    itemNames(fiche[list]).flatMap((name) => fields.map((field) => `${list}/${name}/${field}`));
  return [...CHANGEABLE, ...inside('services', OF_SERVICE), ...inside('contacts', OF_CONTACT)];
}

/** The fiche as a form would have it: each field is named by its path, and what is not sent stays. */
export function readProposal(fiche: StructureInput, form: SentFields): StructureInput {
  return proposablePaths(fiche).reduce(
    (proposed, path) => withValueAt(proposed, path, readValue(fiche, path, form)),
    fiche
  );
}

function readValue(fiche: StructureInput, path: string, form: SentFields): unknown {
  const known = valueAt(fiche, path);
  if (path === 'openingHours') return readHours(form, fiche.openingHours);
  if (Array.isArray(known))
    return form.has(`${path}.shown`) ? form.getAll(path).map(String) : known;
  const sent = form.get(path);
  if (typeof sent !== 'string') return known;
  const text = sent.replaceAll('\r\n', '\n').trim();
  return text === '' && known === null ? null : path === 'parent' && text === '' ? null : text;
}

/** What somebody rewrote of a fiche, of what may be proposed. */
export function listFieldChanges(fiche: StructureInput, proposed: StructureInput): FieldChange[] {
  return proposablePaths(fiche).flatMap((field) => {
    const [before, after] = [valueAt(fiche, field), valueAt(proposed, field)];
    const isSet = Array.isArray(before) && Array.isArray(after);
    const same = isSet
      ? isSame(sorted(before as string[]), sorted(after as string[]))
      : isSame(before, after);
    return after === undefined || same ? [] : [{ field, before, after }];
  });
}

function sorted(codes: string[]): string[] {
  return [...codes].sort();
}

/**
 * The fiche with what is retained of a proposal, merged as two people's changes are: in a list, what the proposal adds
 * and takes away; elsewhere, its words. A service that is gone takes what was proposed of it away.
 */
export function withChanges(
  fiche: StructureInput,
  changes: readonly FieldChange[]
): StructureInput {
  const placed = (pick: (change: FieldChange) => unknown) =>
    changes.reduce((made, change) => withValueAt(made, change.field, pick(change)), fiche);
  const choices = Object.fromEntries(changes.map(({ field }) => [field, 'mine' as const]));
  return mergeFiches(
    placed(({ before }) => before),
    placed(({ after }) => after),
    fiche,
    choices
  ).fiche;
}
