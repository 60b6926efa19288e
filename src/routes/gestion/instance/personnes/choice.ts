import type { PersonId } from '#shared/ids.ts';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The people ticked in a form. */
export function chosenPeople(form: FormData): PersonId[] {
  return form
    .getAll('personne')
    .map(String)
    .filter((id) => UUID.test(id)) as PersonId[];
}

export const REFUSALS = {
  oneself: 'Vous ne pouvez pas fermer votre propre compte.',
  'last-administrator': 'Il doit rester au moins une personne pour administrer cette instance.'
} as const;
