/** What the forms of a document send beside what all contributions have. */
import type { DetailsInput } from '#domain/sharing/details.ts';
import type { Contribution } from '#domain/sharing/model.ts';
import { text } from '../../gestion/rencontres/reading.ts';
import type { Answer } from '../saving.ts';

/** As typed. */
export interface TypedDetails {
  /** « charte, modèle » */
  readonly tags: string;
  readonly expiresOn: string;
}

export const BLANK_DETAILS: TypedDetails = { tags: '', expiresOn: '' };

export function detailsOf({ details }: Contribution<'document'>): TypedDetails {
  return { tags: details.tags.join(', '), expiresOn: details.expiresOn ?? '' };
}

/** What was typed in a form that was refused. */
export function detailsAgain({ own }: Answer): TypedDetails {
  return { tags: own['etiquettes']?.[0] ?? '', expiresOn: own['echeance']?.[0] ?? '' };
}

/** A tag typed twice, whatever its capitals, is one. */
export function readDetails(form: FormData): DetailsInput['document'] {
  const tags = text(form, 'etiquettes')
    .split(/[,;\n]/)
    .map((tag) => tag.trim().replace(/\s+/g, ' ').toLocaleLowerCase('fr'))
    .filter(Boolean);
  return { tags: [...new Set(tags)], expiresOn: text(form, 'echeance') || null };
}

/** How the fields are called where something is to be read again. */
export const FIELD_LABELS: Readonly<Record<string, string>> = {
  ...{
    titre: 'Titre',
    resume: 'En une phrase',
    'texte-description': 'Ce que contient ce document'
  },
  ...{ fichier: 'Nom du fichier', note: 'Ce qui change', etiquettes: 'Étiquettes' }
};
