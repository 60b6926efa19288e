/** What is said of a file when it is given. */
import { z } from 'zod';

const MOST = 500;

export const documentFileInput = z.object({
  /** What is new in it. */
  note: z
    .string()
    .trim()
    .max(MOST, `Ce qui change\u00a0: ${MOST} caractères au plus`)
    .transform((text) => text.replaceAll('\r\n', '\n'))
});
