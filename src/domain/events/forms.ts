import { z } from 'zod';
import { atMost } from '#shared/text.ts';
import { LONGEST_DAYS } from './edition.ts';
import { EVENT_KINDS, EVENT_VISIBILITIES } from './model.ts';
import { addDays, isCivilDay } from '#shared/dates.ts';

const title = z.string().trim().min(1, 'donnez un titre').max(160, '160 caractères au plus');
const line = (most: number) =>
  z.string().trim().max(most, `${most} caractères au plus`).default('');
const prose = (most: number) => z.string().trim().max(most, atMost(most)).default('');

const CIVIL = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/;
const civil = z
  .string()
  .regex(CIVIL, { error: 'indiquez un jour et une heure', abort: true })
  .refine((value) => isCivilDay(value.slice(0, 10)), {
    error: 'ce jour n’existe pas',
    abort: true
  });

/** When an edition takes place, in civil times of its zone. */
export const whenInput = z
  .object({ start: civil, end: civil })
  .refine(({ start, end }) => end > start, {
    path: ['end'],
    message: 'la fin doit venir après le début'
  })
  .refine(({ start, end }) => end.slice(0, 10) <= addDays(start.slice(0, 10), LONGEST_DAYS), {
    path: ['end'],
    message: `${LONGEST_DAYS} jours au plus`
  });

/** What is enough to begin: the rest comes when it is known. */
export const newEventInput = z.object({
  title,
  kind: z.enum(EVENT_KINDS, 'choisissez ce que vous organisez'),
  /** Null: to be chosen with people. */
  when: whenInput.nullable()
});
export type NewEvent = z.output<typeof newEventInput>;

/** What is said of an edition. The commune and the organiser are checked by the command. */
export const eventInput = z.object({
  title,
  kind: z.enum(EVENT_KINDS, 'choisissez ce que vous organisez'),
  visibility: z.enum(EVENT_VISIBILITIES, 'choisissez qui la voit'),
  summary: line(300),
  description: prose(8000),
  intendedFor: line(300),
  /** Identifier of a structure. */
  organiser: z.number().int().positive().nullable().default(null),
  contactName: line(120),
  contactPhone: z
    .string()
    .trim()
    .max(30, '30 caractères au plus')
    .regex(/^[+\d\s().-]*$/, 'un numéro ne contient que des chiffres')
    .default(''),
  venue: z.object({
    name: line(160),
    address: line(200),
    postalCode: z
      .string()
      .trim()
      .regex(/^(\d{5})?$/, 'cinq chiffres')
      .default(''),
    /** INSEE code. */
    commune: z.string().nullable().default(null),
    onlineUrl: z
      .union([
        z.literal(''),
        z.url({ protocol: /^https?$/, error: 'une adresse commence par https://' })
      ])
      .default('')
  }),
  access: z.object({
    walk: prose(1000),
    bus: prose(1000),
    car: prose(1000),
    reducedMobility: prose(1000)
  }),
  lodging: prose(1000),
  /** How many came, of an edition that registrations do not count. */
  declaredParticipants: z
    .number('indiquez un nombre')
    .int('indiquez un nombre entier')
    .min(0, 'zéro ou plus')
    .max(100_000, '100 000 au plus')
    .nullable()
    .default(null),
  declaredSource: line(300)
});
export type EventInput = z.output<typeof eventInput>;

export const seriesInput = z.object({ title, description: prose(4000) });
export type SeriesInput = z.output<typeof seriesInput>;

export const cancelInput = z.object({
  reason: z.string().trim().max(1000, '1 000 caractères au plus').default('')
});

export const taskInput = z.object({
  title,
  detail: prose(1000),
  daysBefore: z
    .number('indiquez un nombre de jours')
    .int('un nombre entier de jours')
    .min(-365, 'un an après au plus')
    .max(730, 'deux ans avant au plus'),
  assignee: z.string().nullable().default(null)
});

export const halfDayInput = z
  .object({
    label: z.string().trim().min(1, 'donnez un nom').max(80, '80 caractères au plus'),
    start: civil,
    end: civil
  })
  .refine(({ start, end }) => end > start, {
    path: ['end'],
    message: 'la fin doit venir après le début'
  });
