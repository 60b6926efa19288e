import { z } from 'zod';
import { isCivilDay } from '#shared/dates.ts';
import { STEP_STATUSES } from '../sheet.ts';

const day = z
  .string()
  .nullable()
  .refine((text) => text === null || isCivilDay(text), 'ce jour n’existe pas');

/** A step as a form, an import or a workbook gives it. Days are civil days, `YYYY-MM-DD`. */
export const stepInput = z.object({
  title: z.string().trim().min(1, 'dites ce qu’il y a à faire').max(300, '300 caractères au plus'),
  dueOn: day,
  status: z.enum(STEP_STATUSES, 'choisissez où en est cette étape'),
  /** Of a step that is done; the day it is written when nothing is said. */
  doneOn: day,
  responsible: z.string().trim().max(120, '120 caractères au plus'),
  renewsYearly: z.boolean()
});
export type StepInput = z.output<typeof stepInput>;

export const stepStatusInput = z.enum(STEP_STATUSES, 'choisissez où en est cette étape');
