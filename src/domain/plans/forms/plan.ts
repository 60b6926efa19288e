/** What is typed to set a plan up: the plan itself, its axes and objectives, a new sheet. */
import { z } from 'zod';
import { isCivilDay } from '#shared/dates.ts';
import type { AxisId, ObjectiveId } from '#shared/ids.ts';
import { atMost } from '#shared/text.ts';
import {
  PLAN_KINDS,
  PLAN_STATUSES,
  PLAN_VISIBILITIES,
  SHEET_VISIBILITIES,
  SHEET_WORDS
} from '../model.ts';
import { LONGEST_NUMBER, slugOfNumber } from '../numbering.ts';
import { PRIORITIES, SHEET_STATUSES } from '../sheet.ts';

const title = (most: number) => z.string().trim().min(1, 'donnez un titre').max(most, atMost(most));
const line = (most: number) => z.string().trim().max(most, atMost(most)).default('');
/** A civil day, or none. */
const day = z.string().refine(isCivilDay, 'ce jour n’existe pas').nullable().default(null);
const shortNumber = line(LONGEST_NUMBER);

const BACKWARDS = 'la fin doit venir après le début';
const isForwards = ({ startsOn, endsOn }: { startsOn: string | null; endsOn: string | null }) =>
  startsOn === null || endsOn === null || startsOn <= endsOn;

const whatAPlanIs = {
  title: title(200),
  /** « CLS 2026-2030 ». */
  shortTitle: z.string().trim().min(1, 'donnez un nom court').max(60, atMost(60)),
  kind: z.enum(PLAN_KINDS, 'choisissez une nature'),
  sheetWord: z.enum(SHEET_WORDS, 'choisissez un mot').default('fiche'),
  startsOn: day,
  endsOn: day,
  visibility: z.enum(PLAN_VISIBILITIES, 'choisissez qui le lit').default('members'),
  summary: line(2000),
  /** Who to write to, in words. */
  contact: line(300)
};

export const signatoryInput = z.object({
  name: z.string().trim().min(1, 'donnez un nom').max(160, atMost(160)),
  /** Identifier of a structure. */
  structure: z.number().int().positive().nullable().default(null),
  quality: line(80),
  signedOn: day
});
export type SignatoryInput = z.output<typeof signatoryInput>;

export const MOST_SIGNATORIES = 60;
const signatories = z
  .array(signatoryInput)
  .max(MOST_SIGNATORIES, `${MOST_SIGNATORIES} signataires au plus`)
  .default([]);

export const planInput = z
  .object({ ...whatAPlanIs, signatories })
  .refine(isForwards, { path: ['endsOn'], message: BACKWARDS });
export type PlanInput = z.output<typeof planInput>;

/** What is enough to begin. */
export const newPlanInput = z
  .object({
    ...whatAPlanIs,
    signatories,
    status: z.enum(PLAN_STATUSES).default('draft')
  })
  .refine(isForwards, { path: ['endsOn'], message: BACKWARDS });
export type NewPlanInput = z.input<typeof newPlanInput>;

/** An axis or an objective, which are written alike. */
export const branchInput = z.object({
  number: shortNumber,
  title: title(300),
  summary: line(2000)
});
export type BranchInput = z.output<typeof branchInput>;

/** « 28 », « 28 bis », « 3.3.3 »: anything an address can tell. */
export const sheetNumber = z
  .string()
  .trim()
  .min(1, 'donnez un numéro')
  .max(LONGEST_NUMBER, atMost(LONGEST_NUMBER))
  .refine((value) => slugOfNumber(value) !== '', 'un numéro contient un chiffre ou une lettre');
export const sheetCode = shortNumber;

export const newSheetInput = z
  .object({
    /** Nothing: the next one. */
    number: sheetNumber.optional(),
    code: sheetCode,
    title: title(300),
    axis: z.custom<AxisId>().nullable().default(null),
    objective: z.custom<ObjectiveId>().nullable().default(null),
    status: z.enum(SHEET_STATUSES).default('upcoming'),
    priority: z.enum(PRIORITIES).nullable().default(null),
    visibility: z.enum(SHEET_VISIBILITIES).default('plan'),
    startsOn: day,
    endsOn: day,
    renewsYearly: z.boolean().default(false)
  })
  .refine(isForwards, { path: ['endsOn'], message: BACKWARDS });
export type NewSheetInput = z.input<typeof newSheetInput>;
