import { MOST_INVITED, readPastedList, type PastedList } from '#domain/directory/invitations.ts';
import type { Choice, GuestsSorted } from '#domain/events/server/poll/guests/queries.ts';

/** Whom the organiser ticked, given back as it was. */
export interface Typed {
  readonly members: boolean;
  readonly types: readonly string[];
  readonly list: string;
}

/** What a form of guests is answered. */
export interface Answer {
  readonly typed: Typed;
  readonly error: string;
  readonly preview: (GuestsSorted & Pick<PastedList, 'repeated' | 'unread'>) | null;
}

export function readTyped(form: FormData): Typed {
  return {
    members: form.has('membres'),
    types: form.getAll('type').map(String),
    list: String(form.get('liste') ?? '')
  };
}

/** The choice, with what of the list was not understood; an error in words when it names nobody. */
export function readChoice(typed: Typed): { choice: Choice; pasted: PastedList; error: string } {
  const pasted = readPastedList(typed.list);
  const choice = {
    ...{ members: typed.members, types: typed.types },
    pasted: pasted.guests.map(({ email, name }) => ({ email, name }))
  };
  return { choice, pasted, error: errorOf(choice) };
}

function errorOf({ members, types, pasted }: Choice): string {
  if (pasted.length > MOST_INVITED) return `${MOST_INVITED} adresses collées au plus à la fois`;
  const nobody = !members && types.length === 0 && pasted.length === 0;
  return nobody ? 'choisissez les membres, un type de structure, ou collez des adresses' : '';
}
