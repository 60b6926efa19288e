/** What the forms of an experience send beside what all contributions have. */
import type { DetailsInput, ExperienceForm } from '#domain/sharing/details.ts';
import { holdsMailAddress } from '#domain/sharing/experiences.ts';
import { headingsOf } from '#domain/sharing/headings.ts';
import type { Contribution } from '#domain/sharing/model.ts';
import { text } from '../../gestion/rencontres/reading.ts';
import type { Answer } from '../saving.ts';

/** As typed. */
export interface TypedDetails {
  readonly startsOn: string;
  readonly endsOn: string;
  readonly contact: string;
}

export const BLANK_DETAILS: TypedDetails = { startsOn: '', endsOn: '', contact: '' };

export function detailsOf({ details }: Contribution<'experience'>): TypedDetails {
  const { startsOn, endsOn, contact } = details;
  return { startsOn: startsOn ?? '', endsOn: endsOn ?? '', contact };
}

/** What was typed in a form that was refused. */
export function detailsAgain({ own }: Answer): TypedDetails {
  const first = (name: string) => own[name]?.[0] ?? '';
  return { startsOn: first('debut'), endsOn: first('fin'), contact: first('contact') };
}

/** What a form gives of an experience; its form is changed by a gesture of its own. */
export function readDetails(form: FormData): Omit<DetailsInput['experience'], 'form'> {
  return {
    startsOn: text(form, 'debut') || null,
    endsOn: text(form, 'fin') || null,
    contact: text(form, 'contact')
  };
}

/** What is refused here, by field. */
export function wrongIn(form: FormData): Record<string, string> {
  return holdsMailAddress(text(form, 'contact'))
    ? {
        contact:
          'À qui demander\u00a0: n’écrivez pas d’adresse électronique. On vous écrira par Maillage, qui ne la montre à personne'
      }
    : {};
}

/** How the fields are called where something is to be read again. */
export function fieldLabels(form: ExperienceForm): Record<string, string> {
  return {
    ...{ titre: 'Titre', resume: 'En une phrase', contact: 'À qui demander' },
    ...Object.fromEntries(
      headingsOf('experience', form).map(({ key, label }) => [`texte-${key}`, label])
    )
  };
}
