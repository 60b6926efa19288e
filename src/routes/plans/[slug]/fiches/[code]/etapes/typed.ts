/** What the form of a step sends, as typed, and what a refusal gives back to show it again. */
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { Step } from '#domain/plans/sheet.ts';
import { text } from '../../../../../gestion/rencontres/reading.ts';

export interface TypedStep {
  /** Empty for a new one. */
  id: string;
  version: string;
  title: string;
  dueOn: string;
  status: string;
  doneOn: string;
  responsible: string;
  renewsYearly: boolean;
}

/** What a refused form shows again. */
export interface Answer {
  readonly step: TypedStep;
  readonly errors?: Record<string, string>;
  readonly readings?: SecondReading;
  /** What somebody wrote meanwhile. */
  readonly theirs?: Step;
  readonly message?: string;
}

export const STEP_FIELDS = {
  title: 'intitule',
  dueOn: 'echeance',
  status: 'etat',
  doneOn: 'faite-le',
  responsible: 'responsable'
};
export const STEP_LABELS = {
  intitule: 'Étape',
  echeance: 'Échéance',
  etat: 'Où elle en est',
  'faite-le': 'Faite le',
  responsable: 'Qui s’en occupe'
};

export const BLANK: TypedStep = {
  ...{ id: '', version: '', title: '', dueOn: '', status: 'todo', doneOn: '' },
  ...{ responsible: '', renewsYearly: false }
};

export function readStep(form: FormData): TypedStep {
  return {
    id: text(form, 'numero'),
    version: text(form, 'version'),
    title: text(form, 'intitule'),
    dueOn: text(form, 'echeance'),
    status: text(form, 'etat'),
    doneOn: text(form, 'faite-le'),
    responsible: text(form, 'responsable'),
    renewsYearly: form.has('chaque-annee')
  };
}

export function stepAsTyped({ id, version, dueOn, doneOn, ...step }: Step): TypedStep {
  return {
    ...step,
    ...{ id: String(id), version: String(version), dueOn: dueOn ?? '', doneOn: doneOn ?? '' }
  };
}
