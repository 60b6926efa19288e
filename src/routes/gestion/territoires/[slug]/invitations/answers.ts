import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { PastedGuest, PastedList } from '#domain/directory/invitations.ts';
import type { StructureAnswer } from '#domain/directory/server/joining/queries.ts';
import { enumerate } from '#shared/text.ts';
import type { GuestsSorted } from '#domain/directory/server/invitations/queries.ts';

/** What was typed in one of the two forms. */
export interface Typed {
  readonly form: 'one' | 'list';
  readonly nom: string;
  readonly courriel: string;
  readonly liste: string;
  readonly role: string;
  readonly structure: string;
  /** Slug of the structure chosen in the list. */
  readonly choix: string;
  readonly message: string;
}

/** What would be sent, before anything is. */
export interface Preview extends GuestsSorted {
  readonly repeated: PastedList['repeated'];
  readonly unread: PastedList['unread'];
}

export interface Answer {
  readonly typed: Typed;
  readonly errors: Readonly<Record<string, string>>;
  readonly readings: SecondReading | null;
  readonly preview: Preview | null;
}

export function readTyped(form: FormData): Typed {
  const text = (name: string) => String(form.get(name) ?? '');
  return {
    form: text('formulaire') === 'liste' ? 'list' : 'one',
    nom: text('nom').slice(0, 120),
    courriel: text('courriel'),
    liste: text('liste'),
    role: text('role') || 'member',
    structure: text('structure'),
    choix: text('choix'),
    message: text('message')
  };
}

export function answer(typed: Typed, rest: Partial<Answer> = {}): Answer {
  return { typed, errors: {}, readings: null, preview: null, ...rest };
}

/** « ligne 3 : Camille <camille@…> » for the lists of the preview. */
export function lineOf({ line, name, email }: PastedGuest): string {
  return `ligne ${line} : ${name ? `${name}, ` : ''}${email}`;
}

/** What to do when a name means no structure, or several. */
export function unclear(meant: Extract<StructureAnswer, { kind: 'unknown' | 'several' }>): string {
  if (meant.kind === 'unknown') return 'Aucune structure de ce territoire ne porte ce nom.';
  return `Plusieurs structures répondent à ce nom : écrivez l’une d’elles en entier (${enumerate(meant.choices.map(({ name }) => name))}).`;
}
