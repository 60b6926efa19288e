/** What the forms of an opportunity send beside what all contributions have. */
import { OPPORTUNITY_TYPES, type DetailsInput } from '#domain/sharing/details.ts';
import type { Contribution } from '#domain/sharing/model.ts';
import { resolveCommune } from '#domain/territory/server/places/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { text } from '../../gestion/rencontres/reading.ts';
import type { Answer } from '../saving.ts';

const FIELDS = [
  ...['nature', 'profession', 'endroit', 'commune', 'commune-code'],
  ...['debut', 'fin', 'echeance', 'contact', 'adresse']
] as const;

/** As typed, by field. */
export type TypedOffer = Readonly<Record<string, string>>;

export const BLANK_OFFER: TypedOffer = {};

/** What was typed in a form that was refused. */
export function offerAgain({ own }: Answer): TypedOffer {
  return Object.fromEntries(FIELDS.map((name) => [name, own[name]?.[0] ?? '']));
}

/** What is written, as a form shows it. */
export function offerOf({ details }: Contribution<'opportunity'>, commune: string): TypedOffer {
  return {
    ...{ nature: details.type, profession: details.profession, endroit: details.place, commune },
    'commune-code': details.commune ?? '',
    ...{ debut: details.startsOn ?? '', fin: details.endsOn ?? '', echeance: details.expiresOn },
    ...{ contact: details.contact, adresse: details.url }
  };
}

/** What a form gives of an opportunity; the commune, which only this form looks for, is refused here. */
export async function readOffer(db: Database, form: FormData) {
  const errors: Record<string, string> = {};
  const typed = text(form, 'commune-code') || text(form, 'commune');
  const place = typed ? await resolveCommune(db, typed) : null;
  if (place && place.kind !== 'one')
    errors['commune'] = 'Commune\u00a0: elle n’est pas reconnue. Choisissez-la dans la liste';
  const type = OPPORTUNITY_TYPES.find((one) => one === text(form, 'nature'));
  const details: DetailsInput['opportunity'] = {
    ...{ type: type!, profession: text(form, 'profession') },
    ...{ place: text(form, 'endroit'), commune: place?.kind === 'one' ? place.commune.code : null },
    ...{ startsOn: text(form, 'debut') || null, endsOn: text(form, 'fin') || null },
    ...{ expiresOn: text(form, 'echeance'), contact: text(form, 'contact') },
    url: text(form, 'adresse')
  };
  return { details, errors };
}

/** How the fields are called where something is to be read again. */
export const OFFER_LABELS: Readonly<Record<string, string>> = {
  ...{ titre: 'Titre', resume: 'En une phrase', 'texte-description': 'L’essentiel' },
  ...{ profession: 'Pour qui', endroit: 'Lieu', contact: 'Comment répondre' }
};
