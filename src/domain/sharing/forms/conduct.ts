/** What is said of a text that is against the code of conduct, and why it stays or goes. */
import { z } from 'zod';
import { CONDUCT_DECISIONS, CONDUCT_REASONS } from '../care.ts';

const MOST = 1000;
const words = z.string().trim().max(MOST, '1 000 caractères au plus');

export const conductReportInput = z
  .object({
    reason: z.enum(CONDUCT_REASONS, 'choisissez ce qui ne va pas'),
    details: words
  })
  .refine(({ reason, details }) => reason !== 'other' || details !== '', {
    path: ['details'],
    message: 'dites en une phrase ce qui ne va pas'
  });
export type ConductReportInput = z.input<typeof conductReportInput>;

export const conductDecisionInput = z.object({
  decision: z.enum(CONDUCT_DECISIONS, 'choisissez ce que devient ce texte'),
  /** Told to who wrote it and to who reported it. */
  reason: words.min(3, 'dites pourquoi : les deux personnes le liront')
});
export type ConductDecisionInput = z.input<typeof conductDecisionInput>;
