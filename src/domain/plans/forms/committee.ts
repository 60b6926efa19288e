import { z } from 'zod';
import { isCivilDay } from '#shared/dates.ts';

/** A committee at which a plan is read: « COPIL du 12 mars ». */
export const committeeInput = z.object({
  title: z
    .string()
    .trim()
    .min(1, 'donnez-lui un nom, comme « COPIL du 12 mars »')
    .max(120, '120 caractères au plus'),
  /** A civil day. */
  heldOn: z.string().refine(isCivilDay, 'choisissez un jour qui existe'),
  note: z.string().trim().max(1000, '1 000 caractères au plus').default('')
});
export type CommitteeInput = z.output<typeof committeeInput>;
