/** What the forms of the organiser send about interviews, as the domain reads it. */
import type { InterviewHostId } from '#shared/ids.ts';
import { text } from '../../reading.ts';

/** No host has the number 0: what is not a number is not found. */
export function readHost(form: FormData): InterviewHostId {
  const asked = Number(form.get('hote'));
  return (Number.isSafeInteger(asked) && asked > 0 ? asked : 0) as InterviewHostId;
}

export function readRules(form: FormData) {
  return {
    open: text(form, 'etat') === 'ouvert',
    hosts: text(form, 'qui'),
    category: text(form, 'categorie') || null,
    most: text(form, 'nombre') || undefined
  };
}

export interface TypedNaming {
  readonly name: string;
  readonly email: string;
  readonly profession: string;
  readonly structure: string;
  readonly place: string;
  readonly description: string;
}

export function readNaming(form: FormData): TypedNaming {
  return {
    ...{ name: text(form, 'nom'), email: text(form, 'courriel') },
    ...{ profession: text(form, 'profession'), structure: text(form, 'structure') },
    ...{ place: text(form, 'lieu'), description: text(form, 'propose') }
  };
}

const FIELDS: Readonly<Record<string, readonly [name: string, label: string]>> = {
  name: ['nom', 'Nom'],
  email: ['courriel', 'Adresse e-mail'],
  profession: ['profession', 'Profession'],
  structure: ['structure', 'Structure'],
  place: ['lieu', 'Où la trouver'],
  description: ['propose', 'Ce qui est proposé'],
  hosts: ['qui', 'Qui reçoit'],
  category: ['categorie', 'Catégorie'],
  most: ['nombre', 'Entretiens par personne']
};

/** The first reason of each field, with its label. */
export function errorsOf(
  issues: readonly { path: PropertyKey[]; message: string }[]
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of issues) {
    const [name, label] = FIELDS[String(path[0])] ?? [String(path[0]), ''];
    errors[name] ??= label ? `${label}\u00a0: ${message}` : message;
  }
  return errors;
}
