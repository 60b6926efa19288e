/** What the organiser settles of a questionnaire and of its questions, and the words of those who answer, as typed. */
import { z } from 'zod';
import { LONGEST_TEXT } from './questions.ts';
import { AUDIENCES, MEASURES, QUESTION_KINDS, READERS } from './model.ts';

const civil = z
  .union([
    z.literal('').transform(() => null),
    z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'indiquez le jour et l’heure')
      .refine((value) => !Number.isNaN(Date.parse(`${value}:00Z`)), 'cette date n’existe pas')
  ])
  .default(null);

const whole = (least: number, most: number) =>
  z.coerce
    .number('écrivez un nombre')
    .int('écrivez un nombre entier')
    .min(least, `${least} au moins`)
    .max(most, `${most} au plus`);

/** Times are civil, in the zone of the edition. */
export const surveyInput = z
  .object({
    title: z.string().trim().min(1, 'donnez un titre').max(160, '160 caractères au plus'),
    intro: z.string().trim().max(2000, '2 000 caractères au plus').default(''),
    thanks: z.string().trim().max(1000, '1 000 caractères au plus').default(''),
    audience: z.enum(AUDIENCES),
    opensAt: civil,
    closesAt: civil,
    reminders: whole(0, 3),
    remindAfterDays: whole(1, 30),
    resultsShown: z.enum(READERS)
  })
  .refine(({ opensAt, closesAt }) => !opensAt || !closesAt || closesAt > opensAt, {
    path: ['closesAt'],
    message: 'la clôture vient après l’ouverture'
  });
export type SurveyInput = z.output<typeof surveyInput>;

/** A question, as the organiser writes it. */
export const surveyQuestionInput = z
  .object({
    kind: z.enum(QUESTION_KINDS),
    label: z.string().trim().min(1, 'écrivez la question').max(300, '300 caractères au plus'),
    hint: z.string().trim().max(300, '300 caractères au plus').default(''),
    options: z
      .array(z.string().trim().min(1).max(160, '160 caractères au plus par réponse'))
      .max(20, 'vingt réponses au plus')
      .refine(
        (options) => new Set(options).size === options.length,
        'deux réponses sont les mêmes'
      ),
    scaleMax: whole(3, 10),
    lowLabel: z.string().trim().max(60, '60 caractères au plus').default(''),
    highLabel: z.string().trim().max(60, '60 caractères au plus').default(''),
    required: z.boolean(),
    measure: z.enum(['', ...MEASURES]),
    dependsOn: z
      .object({ question: z.number().int().positive(), values: z.array(z.string()).max(20) })
      .nullable()
  })
  .superRefine(({ kind, options, measure, dependsOn }, check) => {
    const chooses = kind === 'one' || kind === 'many' || kind === 'rank';
    if (chooses && options.length < 2)
      check.addIssue({
        code: 'custom',
        path: ['options'],
        message: 'proposez au moins deux réponses, une par ligne'
      });
    if (kind === 'rank' && options.length > 8)
      check.addIssue({
        code: 'custom',
        path: ['options'],
        message: 'huit propositions au plus à classer'
      });
    if (measure !== '' && measure !== (kind === 'nps' ? 'recommendation' : measure))
      check.addIssue({
        code: 'custom',
        path: ['measure'],
        message: 'une note de 0 à 10 mesure la recommandation'
      });
    if (measure !== '' && kind !== 'scale' && kind !== 'nps')
      check.addIssue({ code: 'custom', path: ['measure'], message: 'seule une note se mesure' });
    if (measure === 'recommendation' && kind === 'scale')
      check.addIssue({
        code: 'custom',
        path: ['measure'],
        message: 'la recommandation se mesure par une note de 0 à 10'
      });
    if (dependsOn?.values.length === 0)
      check.addIssue({
        code: 'custom',
        path: ['values'],
        message: 'choisissez une réponse au moins'
      });
  });
export type QuestionInput = z.output<typeof surveyQuestionInput>;

/** The words of somebody who answers. */
export const surveyWordsInput = z.array(
  z.object({ question: z.number().int(), text: z.string().trim().max(LONGEST_TEXT) })
);

/** Why words are shown no more: chosen, never written, since it is kept in the trace of what was done. */
export const HIDING_REASONS = ['person', 'hurtful', 'off-topic', 'asked'] as const;
export const moderationInput = z.object({
  question: z.coerce.number().int().positive(),
  /** The words themselves: rows have no number that lasts. */
  text: z.string().min(1).max(LONGEST_TEXT),
  reason: z.enum(HIDING_REASONS, 'dites pourquoi')
});
export type Moderation = z.output<typeof moderationInput>;
