import { z } from 'zod';
import { isCivilDay } from '#shared/dates.ts';
import { atMost } from '#shared/text.ts';
import { itemsOf } from '../notes.ts';
import { LONGEST_ITEM, MOST_ITEMS } from './sheet.ts';

const prose = (most: number) =>
  z
    .string()
    .trim()
    .max(most, atMost(most))
    .transform((text) => text.replaceAll('\r\n', '\n'));

/** A note of the pilots, or a comment. */
export const noteInput = z.object({
  body: prose(4000).refine((text) => text !== '', 'écrivez quelque chose'),
  /** A civil day: what it speaks of. */
  writtenOn: z.string().refine(isCivilDay, 'ce jour n’existe pas')
});
export type NoteInput = z.output<typeof noteInput>;

/** Other words for a heading, one item a line; none at all proposes to empty it. */
export const proposalInput = z.object({
  heading: z.string().min(1, 'choisissez une rubrique'),
  proposed: z
    .string()
    .transform(itemsOf)
    .refine((all) => all.length <= MOST_ITEMS, `${MOST_ITEMS} lignes au plus`)
    .refine(
      (all) => all.every((item) => item.length <= LONGEST_ITEM),
      `${atMost(LONGEST_ITEM)} par ligne`
    ),
  /** Why. */
  body: prose(1000)
});
export type ProposalInput = z.output<typeof proposalInput>;

export const refusalReasonInput = z.object({
  answer: prose(1000).refine((text) => text !== '', 'dites pourquoi : qui a proposé le lira')
});
