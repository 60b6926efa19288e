/** « Ça m’intéresse »: what one says to those who carry a project, and what they answer. Never kept. */
import { z } from 'zod';

export const interestInput = z.object({
  message: z.string().trim().max(2000, '2 000 caractères au plus')
});

export const interestAnswerInput = z.object({
  message: z.string().trim().min(10, 'écrivez quelques mots').max(2000, '2 000 caractères au plus')
});

/** How long the link of a message answers, in days. */
export const INTEREST_DAYS = 60;
