import { z } from 'zod';
import { amount } from '#domain/events/budget.ts';

export const MOST_FUNDING_LINES = 100;

const YEAR = { least: 1990, most: 2100 };

/** A year as a form sends it; nothing: for the whole of the plan. */
const year = z.string().transform((typed, context) => {
  if (typed.trim() === '') return null;
  const value = Number(typed);
  if (Number.isInteger(value) && value >= YEAR.least && value <= YEAR.most) return value;
  context.addIssue({ code: 'custom', message: 'une année comme 2026' });
  return z.NEVER;
});

/** A line of funding as a form sends it; amounts come out in cents. */
export const fundingLineInput = z.object({
  funder: z.string().trim().min(1, 'dites qui paie').max(160, '160 caractères au plus'),
  /** Slug of the structure chosen in the directory; '': the one that has this very name, if there is. */
  structure: z.string().default(''),
  year,
  planned: amount,
  actual: amount,
  note: z.string().trim().max(300, '300 caractères au plus').default(''),
  renewsYearly: z.boolean().default(false)
});
/** What the command takes, from a form, an import or a workbook. */
export type FundingLineInput = z.output<typeof fundingLineInput>;
