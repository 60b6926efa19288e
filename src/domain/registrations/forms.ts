import { z } from 'zod';
import { emailAddress } from '#domain/identity/forms.ts';
import type { CategoryId } from '#shared/ids.ts';
import type { RegistrationRequest } from './desk.ts';

const line = (most: number, tooLong: string) => z.string().trim().max(most, tooLong);
const id = z.number().int().positive();

const firstName = line(80, 'Le prénom tient en 80 caractères.').min(1, 'Écrivez le prénom.');
const lastName = line(80, 'Le nom tient en 80 caractères.').min(1, 'Écrivez le nom.');
const profession = line(120, 'La profession tient en 120 caractères.').min(
  2,
  'Indiquez la profession ou la fonction.'
);
const need = line(300, 'Dites-le en 300 caractères au plus.');

/** What a holder may say again about her registration. */
export const registrationChangeInput = z.object({
  firstName,
  lastName,
  professionCode: z.string().max(40),
  professionLabel: profession,
  structure: id.nullable(),
  structureLabel: line(200, 'Le nom de la structure tient en 200 caractères.'),
  commune: z.string().max(5).nullable(),
  category: id.nullable(),
  sessions: z.array(id).max(100),
  halfDays: z.array(id).max(50),
  meal: need,
  access: need,
  answers: z
    .array(
      z.object({ question: id, value: line(2000, 'Cette réponse tient en 2 000 caractères.') })
    )
    .max(100),
  listConsent: z.boolean(),
  photoConsent: z.boolean(),
  inviteConsent: z.boolean()
});

/** A registration as somebody sends it, without account. */
export const registrationInput = registrationChangeInput.extend({ email: emailAddress });

/** Whom a secretary registers: an address of one's own, or hers. */
export const colleagueInput = registrationChangeInput.extend({ email: emailAddress.nullable() });

/** Who registers colleagues. */
export const groupInput = z.object({
  name: line(120, 'Votre nom tient en 120 caractères.').min(2, 'Écrivez votre nom.'),
  email: emailAddress
});

/** The name of a field on the page for each property. */
const FIELDS: Readonly<Record<string, string>> = {
  firstName: 'prenom',
  lastName: 'nom',
  email: 'courriel',
  professionLabel: 'profession',
  structureLabel: 'structure',
  commune: 'commune',
  category: 'categorie',
  sessions: 'creneaux',
  halfDays: 'demi-journee',
  meal: 'repas',
  access: 'acces'
};

/** The first message of each field, by the name it has on the page. */
export function fieldErrors(
  issues: readonly { readonly path: readonly PropertyKey[] | string; readonly message: string }[],
  answers: RegistrationRequest['answers']
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of issues) {
    const parts = typeof path === 'string' ? path.split('.') : path.map(String);
    errors[fieldOf(parts, typeof path !== 'string', answers)] ??= message;
  }
  return errors;
}

/** The path of an answer names its question (`checkRequest`), or its place in the list (zod). */
function fieldOf(
  [head = '', which = '']: readonly string[],
  byPlace: boolean,
  answers: RegistrationRequest['answers']
): string {
  if (head !== 'answers') return FIELDS[head] ?? head;
  return `question-${byPlace ? answers[Number(which)]?.question : which}`;
}

const LONGEST_PLACE = 120;
const LONGEST_DESCRIPTION = 500;

const interviewPlace = z
  .string()
  .trim()
  .min(1, 'dites où l’on vous trouve : une salle, un stand, une table')
  .max(LONGEST_PLACE, `${LONGEST_PLACE} caractères au plus`);
const interviewDescription = z
  .string()
  .trim()
  .max(LONGEST_DESCRIPTION, `${LONGEST_DESCRIPTION} caractères au plus`)
  .default('');

/** What a host says of what she offers. */
export const interviewHostInput = z.object({
  place: interviewPlace,
  description: interviewDescription
});

/** Somebody whom the organiser names. */
export const namedHostInput = interviewHostInput.extend({
  name: z.string().trim().min(1, 'écrivez son nom').max(120, '120 caractères au plus'),
  email: emailAddress,
  profession: z.string().trim().max(120, '120 caractères au plus').default(''),
  structure: z.string().trim().max(200, '200 caractères au plus').default('')
});
export type NamedHostInput = z.output<typeof namedHostInput>;

export const interviewRulesInput = z.object({
  open: z.boolean(),
  hosts: z.enum(['named', 'anyone'], 'choisissez qui propose'),
  category: z.coerce
    .number()
    .int()
    .positive()
    .nullable()
    .transform((id) => id as CategoryId | null),
  most: z.coerce
    .number('écrivez un nombre')
    .int('écrivez un nombre entier')
    .min(1, 'un entretien au moins')
    .max(10, 'dix entretiens au plus')
});

/** Hours of one day, as they are typed. */
export const interviewRangeInput = z.object({
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'choisissez un jour'),
  from: z.string().regex(/^\d{2}:\d{2}$/, 'indiquez une heure, comme 10:00'),
  until: z.string().regex(/^\d{2}:\d{2}$/, 'indiquez une heure, comme 11:30')
});
