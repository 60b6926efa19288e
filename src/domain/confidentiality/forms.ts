import { z } from 'zod';

const line = z
  .string()
  .trim()
  .max(300, '300 caractères au plus')
  .regex(/^[^\r\n]*$/, 'sur une seule ligne');
const email = z.union([
  z.literal(''),
  z.email('une adresse électronique est attendue').max(254, '254 caractères au plus')
]);

/** Who answers for the instance; anything may be left to be completed. */
export const controllerInput = z.object({
  name: line,
  address: line,
  contact: z.string().trim().pipe(email),
  dpo: line,
  host: line,
  accessibility: z.string().trim().pipe(email),
  security: z.string().trim().pipe(email)
});
