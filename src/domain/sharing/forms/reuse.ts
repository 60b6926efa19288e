/** « Je l’ai repris »: what is said of it, by who re-uses an experience. */
import { z } from 'zod';
import type { StructureId } from '#shared/ids.ts';
import { atMost } from '#shared/text.ts';
import { REUSE_STATUSES } from '../reuse.ts';

const MOST = 4_000;

export const reuseInput = z.object({
  status: z.enum(REUSE_STATUSES, 'dites où vous en êtes'),
  /** One of hers; null: in her own name. */
  structure: z
    .custom<StructureId>((value) => Number.isSafeInteger(value) && value !== 0)
    .nullable(),
  /** What was changed, what it gave. */
  outcome: z.string().trim().max(MOST, atMost(MOST))
});
export type ReuseInput = z.input<typeof reuseInput>;

/** What became of it, answered from a link: where it was done does not change. */
export const reuseNewsInput = reuseInput.omit({ structure: true });
export type ReuseNewsInput = z.input<typeof reuseNewsInput>;
