/** What the organiser settles of her tables, as typed: checked here, before anything is asked of the database. */
import { z } from 'zod';

export const MOST_ROUNDS = 12;
export const MOST_TABLES = 400;

const civil = z
  .union([
    z.literal('').transform(() => null),
    z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'Écrivez une heure\u00a0: 14:30.')
      .refine((value) => !Number.isNaN(Date.parse(`${value}:00Z`)), 'Cette heure n’existe pas.')
  ])
  .default(null);

const planTableInput = z.object({
  name: z.string().trim().max(40, 'Le nom d’une table tient en 40 caractères.').default(''),
  seats: z
    .union(
      [z.literal('').transform(() => null), z.null(), z.coerce.number().int().min(2).max(30)],
      'Écrivez un nombre de places, de 2 à 30, ou laissez vide.'
    )
    .default(null),
  accessible: z.boolean().default(false)
});

/** Times are civil, in the zone of the edition. Tables are numbered in their order; none: as many as are needed. */
export const tablePlanInput = z.object({
  session: z.number().int().positive().nullable().default(null),
  most: z.coerce
    .number('Écrivez un nombre de personnes.')
    .int('Écrivez un nombre entier.')
    .min(2, 'Une table reçoit au moins deux personnes.')
    .max(30, 'Trente personnes au plus par table.'),
  weights: z.object({ unknown: z.boolean(), profession: z.boolean(), structure: z.boolean() }),
  rounds: z
    .array(
      z.object({
        startsAt: civil,
        topic: z.string().trim().max(200, 'Un sujet tient en 200 caractères.').default('')
      })
    )
    .min(1, 'Prévoyez au moins un tour.')
    .max(MOST_ROUNDS, `${MOST_ROUNDS} tours au plus.`),
  tables: z.array(planTableInput).max(MOST_TABLES, `${MOST_TABLES} tables au plus.`)
});
export type TablePlanInput = z.infer<typeof tablePlanInput>;

/** A rule, as the form sends it; whether these people and tables are of the plan is said by the command. */
export const planRuleInput = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['together', 'apart']),
    registration: z.number().int().positive('Choisissez une personne dans la liste.'),
    other: z.number().int().positive('Choisissez une autre personne dans la liste.')
  }),
  z.object({
    kind: z.literal('host'),
    registration: z.number().int().positive('Choisissez une personne dans la liste.'),
    table: z.number().int().positive('Choisissez une table.').max(MOST_TABLES),
    round: z.number().int().positive().nullable()
  }),
  z.object({
    kind: z.literal('absent'),
    registration: z.number().int().positive('Choisissez une personne dans la liste.'),
    round: z.number().int().positive('Choisissez un tour.')
  })
]);
export type PlanRuleInput = z.infer<typeof planRuleInput>;
