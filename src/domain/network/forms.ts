import { z } from 'zod';
import { isCivilDay } from '#shared/dates.ts';
import type { EventId, StructureId } from '#shared/ids.ts';
import { LEVELS, type Level } from './model.ts';

export const LONGEST_INTRODUCTION = 1500;

const level = z.coerce
  .number()
  .refine((value): value is Level => LEVELS.includes(value as Level), 'choisissez un niveau');

/** A wave, as the animator writes it. */
export const waveInput = z
  .object({
    title: z.string().trim().min(1, 'donnez un titre').max(120, '120 caractères au plus'),
    introduction: z
      .string()
      .trim()
      .max(LONGEST_INTRODUCTION, '1 500 caractères au plus')
      .default(''),
    closesOn: z
      .string()
      .nullable()
      .default(null)
      .transform((day) => day || null)
      .refine((day) => day === null || isCivilDay(day), 'cette date n’existe pas'),
    event: z
      .number()
      .int()
      .positive()
      .transform((id) => id as EventId)
      .nullable()
      .default(null),
    moment: z.enum(['before', 'after']).nullable().default(null)
  })
  .refine(({ event, moment }) => event === null || moment !== null, {
    path: ['moment'],
    message: 'dites si la vague vient avant ou après cette rencontre'
  })
  .transform((input) => (input.event === null ? { ...input, moment: null } : input));
export type WaveInput = z.output<typeof waveInput>;

/** What a structure says of others, all at once or line by line. */
export const answersInput = z
  .array(
    z.object({
      about: z
        .number()
        .int()
        .positive()
        .transform((id) => id as StructureId),
      level,
      /** The level that was shown as chosen; null for none, absent for who saw nothing. */
      seen: level.nullable().optional()
    })
  )
  .max(2000);
export type LineInput = z.output<typeof answersInput>[number];

/** What an animator adds to the letter that introduces two structures. */
export const introductionInput = z.object({
  message: z.string().trim().max(1500, '1 500 caractères au plus').default('')
});
export type IntroductionInput = z.output<typeof introductionInput>;
