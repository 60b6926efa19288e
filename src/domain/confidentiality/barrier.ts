/** What keeps somebody from using Maillage (RGAA: the declaration offers a way to report it, to anybody). */
import { z } from 'zod';

const words = (max: number) => z.string().trim().max(max, `${max} caractères au plus`).default('');

/** What is asked: only what happened is needed, and never a name. */
export const barrierInput = z.object({
  page: words(300),
  happened: z
    .string()
    .trim()
    .min(3, 'dites ce qui s’est passé')
    .max(4000, '4 000 caractères au plus'),
  used: words(500),
  email: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(
      z.union([
        z.literal(''),
        z
          .email('adresse électronique non reconnue : c’est là que vous recevrez la réponse')
          .max(254)
      ])
    )
    .default('')
});

export type BarrierInput = z.output<typeof barrierInput>;

/** Sent from one place, in an hour and in a day. */
export const BARRIER_LIMITS = {
  hour: { most: 6, windowSeconds: 3600 },
  day: { most: 20, windowSeconds: 86_400 }
} as const;

/** What was reported, as who runs the instance reads it. */
export interface Barrier {
  readonly id: number;
  readonly page: string;
  readonly happened: string;
  readonly used: string;
  /** Empty: no answer is waited for. */
  readonly email: string;
  readonly reportedAt: Date;
  readonly closedAt: Date | null;
}
