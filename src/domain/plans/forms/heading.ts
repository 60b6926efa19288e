/** How a plan names a heading of its sheets. */
import { z } from 'zod';

export const headingInput = z.object({
  label: z
    .string()
    .trim()
    .min(1, 'donnez un nom à cette rubrique')
    .max(80, '80 caractères au plus'),
  hint: z.string().trim().max(300, '300 caractères au plus').default('')
});
export type HeadingInput = z.output<typeof headingInput>;

/** A plan whose sheets have more headings than this is read by nobody. */
export const MOST_HEADINGS = 40;
