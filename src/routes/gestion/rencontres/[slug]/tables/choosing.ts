/** Whom a form means by what was typed: chosen in the list, or written whole without JavaScript. */
import type { PlanGuest } from '#domain/seating/plan.ts';
import { normalise } from '#shared/text.ts';
import type { RegistrationId } from '#shared/ids.ts';
import { numberOf } from '../../reading.ts';

export type Meant =
  | { readonly ok: true; readonly registration: RegistrationId }
  | { readonly ok: false; readonly message: string };

/**
 * The guest that some words name: the one chosen in the list, else the only one whose name they are, or begin. Two of one
 * name are told apart by their structure: « Camille Essai, CPTS du Port ».
 */
export function meantGuest(guests: readonly PlanGuest[], typed: string, chosen: unknown): Meant {
  const number = numberOf(chosen);
  const picked = guests.find(({ registration }) => registration === number);
  if (picked) return { ok: true, registration: picked.registration };
  const asked = normalise(typed);
  if (!asked) return { ok: false, message: 'Écrivez le nom d’une personne inscrite.' };
  const says = (one: PlanGuest) => [
    normalise(one.name),
    normalise(`${one.name} ${one.structureLabel}`)
  ];
  const exact = guests.filter((one) => says(one).includes(asked));
  const near = exact.length > 0 ? exact : guests.filter((one) => says(one)[1]!.includes(asked));
  if (near.length === 1) return { ok: true, registration: near[0]!.registration };
  if (near.length === 0)
    return { ok: false, message: 'Personne de ce nom n’a de place confirmée à cette rencontre.' };
  const some = near
    .slice(0, 3)
    .map(({ name, structureLabel }) => [name, structureLabel].filter(Boolean).join(', '));
  return {
    ok: false,
    message: `Plusieurs personnes portent ce nom\u00a0: écrivez aussi la structure (${some.join('\u00a0; ')}).`
  };
}
