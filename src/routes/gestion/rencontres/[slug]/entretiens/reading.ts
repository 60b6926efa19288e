/** What the forms of the organiser send about interviews, as the domain reads it. */
import type { z } from 'zod';
import type { InterviewHostId } from '#shared/ids.ts';
import { errorsOf, numberOf, text } from '../../reading.ts';

/** No host has the number 0: what is not a number is not found. */
export function readHost(form: FormData): InterviewHostId {
  return numberOf(form.get('hote')) as InterviewHostId;
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

const FIELDS = {
  ...{ name: 'nom', email: 'courriel', place: 'lieu', description: 'propose' },
  ...{ hosts: 'qui', category: 'categorie', most: 'nombre' }
};
const LABELS = {
  nom: 'Nom',
  courriel: 'Adresse e-mail',
  profession: 'Profession',
  structure: 'Structure',
  lieu: 'Où la trouver',
  propose: 'Ce qui est proposé',
  qui: 'Qui reçoit',
  categorie: 'Catégorie',
  nombre: 'Entretiens par personne'
};

export function refusedFields(error: z.ZodError): Record<string, string> {
  return errorsOf(error, FIELDS, LABELS);
}
