/** What is written of a sheet, as a form, an import or a workbook gives it. What is not given is not changed. */
import { z } from 'zod';
import { isCivilDay } from '#shared/dates.ts';
import type {
  ActionSheetId,
  ContributionId,
  EventId,
  PersonId,
  PlanId,
  SeriesId,
  StructureId
} from '#shared/ids.ts';
import { atMost } from '#shared/text.ts';
import { SHEET_VISIBILITIES } from '../model.ts';
import { LINKED_NATURES, PRIORITIES, SHEET_STATUSES } from '../sheet.ts';

export const LONGEST_ITEM = 4000;
export const MOST_ITEMS = 100;
export const LONGEST_REMAINDER = 40_000;
export const MOST_ROWS = 100;

const line = (most: number) => z.string().trim().max(most, atMost(most));
const day = z.string().refine(isCivilDay, 'ce jour n’existe pas').nullable();
const identifier = <T>() => z.custom<T>((value) => Number.isSafeInteger(value) && value !== 0);
const rows = <T extends z.ZodType>(row: T) =>
  z.array(row).max(MOST_ROWS, `${MOST_ROWS} lignes au plus`).readonly();

/** What pasted lists begin their lines with. */
const BULLET = /^[•▪‣◦●■·*–—-]\s+/;

/** Items of a heading, one a line, however they are given: those that are empty are left out. */
const items = z
  .array(line(LONGEST_ITEM))
  .readonly()
  .transform((all) =>
    all
      .flatMap((item) => item.split(/\r?\n/))
      .map((item) => item.trim().replace(BULLET, ''))
      .filter((item) => item !== '')
  )
  .refine((all) => all.length <= MOST_ITEMS, `${MOST_ITEMS} lignes au plus`);

export const sheetInput = z
  .object({
    title: line(300).min(1, 'donnez un titre'),
    status: z.enum(SHEET_STATUSES, 'choisissez où en est l’action'),
    priority: z.enum(PRIORITIES, 'choisissez une priorité').nullable(),
    startsOn: day,
    endsOn: day,
    renewsYearly: z.boolean(),
    visibility: z.enum(SHEET_VISIBILITIES, 'choisissez qui lit cette fiche'),
    /** By key of a heading; an empty list empties it, a heading that is not given is not changed. */
    texts: z.record(z.string(), items),
    remainder: z.string().max(LONGEST_REMAINDER, atMost(LONGEST_REMAINDER))
  })
  .partial();
export type SheetInput = z.input<typeof sheetInput>;

const actor = z
  .object({
    label: line(300).min(1, 'écrivez un nom'),
    structure: identifier<StructureId>().nullable().default(null),
    person: z
      .custom<PersonId>((value) => typeof value === 'string')
      .nullable()
      .default(null)
  })
  .refine(({ structure, person }) => structure === null || person === null, {
    message: 'une structure ou une personne : une des deux'
  });
export const actorsInput = z.object({ pilots: rows(actor), partners: rows(actor) }).partial();
export type ActorsInput = z.input<typeof actorsInput>;

export const resourceInput = z.object({
  planLabel: line(200).min(1, 'nommez le plan'),
  part: line(300).default(''),
  action: line(300).default(''),
  /** Code of the vocabulary of acronyms. */
  acronym: z.string().nullable().default(null),
  /** Where it is in Maillage, when it is. The plan of a sheet is known by the sheet. */
  targetPlan: identifier<PlanId>().nullable().default(null),
  targetSheet: identifier<ActionSheetId>().nullable().default(null)
});
export const resourcesInput = rows(resourceInput);
export type ResourcesInput = z.input<typeof resourcesInput>;

const address = z
  .string()
  .trim()
  .max(500, atMost(500))
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    message: 'donnez une adresse qui commence par https://'
  });
const link = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), id: identifier<EventId>() }),
  z.object({ kind: z.literal('series'), id: identifier<SeriesId>() }),
  z.object({ kind: z.literal('structure'), structure: identifier<StructureId>() }),
  z.object({ kind: z.literal('contribution'), id: identifier<ContributionId>() }),
  z.object({
    kind: z.enum(LINKED_NATURES),
    title: line(200).min(1, 'donnez un titre'),
    url: address
  })
]);
const zones = z
  .array(
    z.object({
      level: z.enum(['commune', 'epci', 'departement', 'region']),
      code: z.string().trim().min(1, 'indiquez un code')
    })
  )
  .max(500, '500 zones au plus')
  .readonly();

export const linksInput = z
  .object({
    links: rows(link),
    /** Codes. */
    themes: z.array(z.string()).max(60, '60 thèmes au plus').readonly(),
    /** Null: wherever the plan intervenes. */
    where: z
      .object({
        include: zones.refine((all) => all.length > 0, 'choisissez au moins une zone'),
        exclude: zones.default([])
      })
      .nullable()
  })
  .partial();
export type LinksInput = z.input<typeof linksInput>;
