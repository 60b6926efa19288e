/** What the organiser settles of her desk, as typed: checked here, before anything is asked of the database. */
import { z } from 'zod';
import { QUESTION_KINDS } from './desk.ts';

const LONGEST_MESSAGE = 1000;
const MOST_PLACES = 20_000;

const civil = z
  .union([
    z.literal('').transform(() => null),
    z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'Indiquez le jour et l’heure.')
      .refine((value) => !Number.isNaN(Date.parse(`${value}:00Z`)), 'Cette date n’existe pas.')
  ])
  .default(null);

/** Places; empty: as many as come. */
export const capacityInput = z
  .union(
    [
      z.literal('').transform(() => null),
      z.null(),
      z.coerce.number().int().min(1).max(MOST_PLACES)
    ],
    'Écrivez un nombre de places, 1 au moins, ou laissez vide.'
  )
  .default(null);

/** Times are civil, in the zone of the edition. */
export const deskInput = z
  .object({
    opensAt: civil,
    closesAt: civil,
    promotion: z.enum(['immediate', 'offer'], 'Choisissez ce que devient une place libérée.'),
    offerHours: z.coerce
      .number('Écrivez un nombre d’heures.')
      .int('Écrivez un nombre entier d’heures.')
      .min(1, 'Laissez au moins une heure pour confirmer.')
      .max(720, 'Trente jours (720 heures) au plus.'),
    asksCommune: z.boolean(),
    asksMeal: z.boolean(),
    asksAccess: z.boolean(),
    asksHalfDays: z.boolean(),
    groupsAllowed: z.boolean(),
    listShared: z.boolean(),
    photoAsked: z.boolean(),
    message: z
      .string()
      .trim()
      .max(LONGEST_MESSAGE, `Le message tient en ${LONGEST_MESSAGE} caractères.`)
  })
  .refine(({ opensAt, closesAt }) => !opensAt || !closesAt || closesAt > opensAt, {
    path: ['closesAt'],
    message: 'La clôture vient après l’ouverture.'
  });
export type DeskInput = z.infer<typeof deskInput>;

/** A category of the list; one that exists and whose label is emptied is removed. */
export const categoryInput = z.object({
  id: z.number().int().positive().nullable(),
  label: z.string().trim().max(80, 'Le nom d’une catégorie tient en 80 caractères.'),
  note: z.string().trim().max(200, 'La précision tient en 200 caractères.'),
  capacity: capacityInput
});
export type CategoryInput = z.infer<typeof categoryInput>;

/** A question of the list; one that exists and whose label is emptied is removed. */
export const questionInput = z
  .object({
    id: z.number().int().positive().nullable(),
    kind: z.enum(QUESTION_KINDS),
    label: z.string().trim().max(200, 'Une question tient en 200 caractères.'),
    hint: z.string().trim().max(300, 'La précision tient en 300 caractères.'),
    options: z.array(z.string().trim().min(1).max(120)).max(30, 'Trente réponses au plus.'),
    required: z.boolean()
  })
  .refine(({ kind, label, options }) => kind === 'text' || label === '' || options.length >= 2, {
    path: ['options'],
    message: 'Proposez au moins deux réponses, une par ligne.'
  });
export type QuestionInput = z.infer<typeof questionInput>;

/**
 * The texts of a list that are new, by their path (« questions.2.hint »): what was read again once is not asked about
 * again.
 * @param known - the rows as they are kept.
 */
export function newTexts(
  list: 'categories' | 'questions',
  rows: readonly (TextRow & { readonly id: number | null })[],
  known: readonly (TextRow & { readonly id: number })[]
): Record<string, string> {
  return Object.fromEntries(
    rows.flatMap((row, index) => {
      const before = textsOf(known.find(({ id }) => id === row.id));
      return Object.entries(textsOf(row))
        .filter(([field, text]) => before[field] !== text)
        .map(([field, text]) => [`${list}.${index}.${field}`, text]);
    })
  );
}

interface TextRow {
  readonly label: string;
  readonly note?: string;
  readonly hint?: string;
  readonly options?: readonly string[];
}

function textsOf(row: TextRow | undefined): Record<string, string> {
  if (!row) return {};
  const { label, note = '', hint = '', options = [] } = row;
  return { label, note, hint, options: options.join('\n') };
}
