import type { Issue } from '#shared/errors.ts';
import { structureInput } from '../forms.ts';
import type { StructureInput } from '../model.ts';
import { isUnfinished } from '../opening-week.ts';

const HALF_A_RANGE =
  'des horaires sont à compléter : chaque plage a une ouverture, puis une fermeture';

/** A fiche as typed against the form: the fiche, or what is to be corrected, by the path of the field. */
export function checkTyped(
  typed: StructureInput
): { ok: true; fiche: StructureInput } | { ok: false; issues: Issue[] } {
  const hours = [
    { path: 'openingHours', value: typed.openingHours },
    ...typed.services.map((one, at) => ({
      path: `services.${at}.openingHours`,
      value: one.openingHours
    }))
  ];
  const unfinished = hours
    .filter(({ value }) => isUnfinished(value))
    .map(({ path }) => ({ path, message: HALF_A_RANGE }));
  const parsed = structureInput.safeParse(typed);
  if (parsed.success && unfinished.length === 0) return { ok: true, fiche: parsed.data };
  const refused = (parsed.error?.issues ?? []).map(({ path, message }) => ({
    path: path.join('.'),
    message
  }));
  return { ok: false, issues: [...refused, ...unfinished] };
}
