import { z } from 'zod';
import { isCivilDay } from '#shared/dates.ts';
import { atMost } from '#shared/text.ts';
import { AUDIENCES, ITEM_KINDS } from './model.ts';

const typed = (most: number) =>
  z
    .string()
    .trim()
    .max(most, atMost(most))
    .transform((text) => text.replaceAll('\r\n', '\n'));

export const minutesSummaryInput = z.object({ summary: typed(6000) });

export const minutesNextInput = z.object({
  words: typed(300),
  /** The edition it became. */
  event: z.number().int().positive().nullable()
});

export const minutesItemInput = z
  .object({ kind: z.enum(ITEM_KINDS), title: typed(160), body: typed(6000) })
  .refine(({ title, body }) => title !== '' || body !== '', {
    path: ['title'],
    message: 'écrivez un titre ou un texte'
  });
export type ItemInput = z.output<typeof minutesItemInput>;

/** One of the three says who; none while it is given to nobody. */
export const followUpInput = z
  .object({
    what: typed(600).refine((text) => text !== '', 'dites ce qu’il y a à faire'),
    person: z.uuid().nullable(),
    /** The address of its fiche. */
    structure: typed(160),
    who: typed(120),
    due: z
      .string()
      .nullable()
      .refine((day) => day === null || isCivilDay(day), 'ce jour n’existe pas')
  })
  .refine(({ person, structure, who }) => [person, structure, who].filter(Boolean).length <= 1, {
    path: ['person'],
    message: 'choisissez une personne, une structure ou un nom : un seul des trois'
  });
export type FollowUpInput = z.output<typeof followUpInput>;

export const outcomeInput = z.object({ outcome: typed(1000) });

export const audienceInput = z.enum(AUDIENCES, 'choisissez qui peut le lire');
