import { z } from 'zod';

const zones = z
  .array(
    z.object({
      level: z.enum(['commune', 'epci', 'departement', 'region']),
      code: z.string().trim().min(1, 'indiquez un code')
    })
  )
  .max(2000, '2 000 zones au plus')
  .default([]);

/** A territory space. The codes of its zones are checked by the command. */
export const territoryInput = z.object({
  slug: z
    .string()
    .regex(/^[a-z0-9-]{1,80}$/, 'lettres minuscules, chiffres et tirets seulement')
    .refine((slug) => slug !== 'nouveau', 'ce mot sert déjà à une adresse de Maillage'),
  name: z.string().trim().min(1, 'donnez un nom au territoire').max(200, '200 caractères au plus'),
  nameWithDe: z
    .string()
    .trim()
    .min(1, 'écrivez le nom précédé de « de »')
    .max(220, '220 caractères au plus'),
  description: z.string().trim().max(4000, '4 000 caractères au plus').default(''),
  fictional: z.boolean().default(false),
  coveragePublic: z.boolean().default(false),
  frontDoorReason: z.string().trim().max(1000, '1 000 caractères au plus').default(''),
  perimeter: z.object({
    certainty: z
      .literal('declared', 'le périmètre d’un territoire est toujours déclaré')
      .default('declared'),
    include: zones.refine((list) => list.length > 0, 'choisissez au moins une zone'),
    exclude: zones
  })
});
