/** An axis or an objective that was taken off: what the page gives back to put it where it was. */
import { z } from 'zod';
import type { ActionSheetId } from '#shared/ids.ts';
import { branchInput } from './plan.ts';

/** More than the sheets of any plan that people lead. */
const MOST = 5000;

const removed = branchInput.extend({
  rank: z.number().int().min(0).max(MOST),
  /** Those that were in it. */
  sheets: z.array(z.custom<ActionSheetId>(Number.isSafeInteger)).max(MOST)
});

export const removedObjective = removed.extend({ axis: z.number().int() });
export type RemovedObjective = z.output<typeof removedObjective>;

export const removedAxis = removed.extend({ objectives: z.array(removed).max(MOST) });
export type RemovedAxis = z.output<typeof removedAxis>;
