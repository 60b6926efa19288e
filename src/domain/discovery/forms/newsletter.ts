import { z } from 'zod';
import { atMost } from '#shared/text.ts';
import { LETTER_ITEM_KINDS, LETTER_VISIBILITIES } from '../newsletter.ts';

const text = (most: number) => z.string().trim().max(most, atMost(most));

/** A letter as it is edited: what it tells, in order. */
export const newsletterInput = z.object({
  subject: text(150).min(1, 'écrivez l’objet de la lettre'),
  introduction: text(4000),
  visibility: z.enum(LETTER_VISIBILITIES, 'choisissez qui peut la relire'),
  items: z
    .array(
      z.object({
        kind: z.enum(LETTER_ITEM_KINDS),
        id: z.number().int().positive().nullable(),
        title: text(200).min(1, 'donnez un titre'),
        text: text(1500)
      })
    )
    .max(60, '60 nouvelles au plus')
});

export type NewsletterInput = z.output<typeof newsletterInput>;
