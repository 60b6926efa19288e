import { z } from 'zod';
import type { PersonId } from '#shared/ids.ts';
import { SOLICITED_BY, SOLICITED_THROUGH } from './model.ts';
import { distinctWords, LONGEST_CODE, type VocabularyKind, type WordInput } from './vocabulary.ts';

const text = (max: number) => z.string().trim().max(max, `${max} caractères au plus`).default('');
const empty = z.literal('').transform(() => null);
const optional = <T extends z.ZodType>(schema: T) =>
  z.union([empty, z.null(), schema]).default(null);

/** French numbers in any usual writing, short numbers and +33 included; kept as national digits. */
export const phone = z
  .string()
  .trim()
  .default('')
  .transform((value) => value.replace(/[\s.\-()]/g, '').replace(/^(\+|00)33/, '0'))
  .refine((value) => value === '' || /^(0\d{9}|\+\d{8,15}|1\d{1,3}|3\d{3})$/.test(value), {
    message: 'numéro de téléphone non reconnu (exemple : 02 98 00 00 00)'
  });

const email = z
  .union([z.literal(''), z.email('adresse électronique non reconnue').max(254)])
  .default('');
const url = z
  .union([
    z.literal(''),
    z
      .url({
        protocol: /^https?$/,
        message: 'adresse de site non reconnue (exemple : https://www.exemple.fr)'
      })
      .max(500)
  ])
  .default('');

export const zoneRef = z.object({
  level: z.enum(['commune', 'epci', 'departement', 'region']),
  code: z.string().trim().min(1)
});

export const perimeterInput = z
  .object({
    certainty: z.enum(['declared', 'everywhere', 'unknown']),
    include: z.array(zoneRef).max(2000).default([]),
    exclude: z.array(zoneRef).max(2000).default([]),
    note: text(500)
  })
  .refine((value) => value.certainty !== 'declared' || value.include.length > 0, {
    message: 'un périmètre déclaré comprend au moins une zone',
    path: ['include']
  })
  .refine(
    (value) => value.certainty === 'declared' || value.include.length + value.exclude.length === 0,
    {
      message: 'seul un périmètre déclaré a des zones',
      path: ['certainty']
    }
  );

export const serviceInput = z.object({
  name: z.string().trim().min(1, 'donnez un nom au service').max(200),
  description: text(4000),
  themes: z.array(z.string()).default([]),
  audiences: z.array(z.string()).default([]),
  solicitedBy: z.array(z.enum(SOLICITED_BY)).default([]),
  solicitedThrough: z.array(z.enum(SOLICITED_THROUGH)).default([]),
  delay: text(200),
  fees: z.enum(['', 'gratuit', 'payant']).default(''),
  feesDetail: text(500),
  conditions: text(1000),
  toPrepare: text(1000),
  limits: text(1000),
  phone,
  link: url,
  openingHours: text(500),
  perimeter: perimeterInput.nullable().default(null)
});

export const contactInput = z
  .object({
    name: z.string().trim().min(1, 'donnez un nom').max(200),
    role: text(200),
    phone,
    email,
    visibility: z.enum(['public', 'members', 'nobody']).default('nobody'),
    consentAt: optional(z.iso.date('date attendue : AAAA-MM-JJ')),
    person: z
      .uuid()
      .transform((id) => id as PersonId)
      .nullable()
      .optional()
  })
  .refine((value) => value.visibility === 'nobody' || value.consentAt !== null, {
    message: 'la date du consentement de la personne est nécessaire pour la montrer',
    path: ['consentAt']
  });

/** A whole fiche, wherever it comes from. Codes (type, themes, communes) are checked by the command. */
export const structureInput = z.object({
  slug: z
    .string()
    .regex(/^[a-z0-9-]{1,80}$/, 'lettres minuscules, chiffres et tirets seulement')
    .optional(),
  name: z.string().trim().min(1, 'donnez un nom à la structure').max(250),
  acronym: text(40),
  type: z.string().trim().min(1, 'choisissez un type'),
  parent: optional(z.string()),
  leadBody: text(250),
  summary: text(400),
  description: text(8000),
  limits: text(2000),
  handsOverTo: text(2000),
  toPrepare: text(2000),
  siret: optional(z.string().regex(/^\d{14}$/, 'un SIRET compte 14 chiffres')),
  finess: optional(z.string().regex(/^[0-9A-Z]{9}$/, 'un numéro FINESS compte 9 caractères')),
  address: text(300),
  addressExtra: text(300),
  postalCode: text(10),
  communeCode: optional(z.string()),
  phone,
  email,
  mssante: email,
  website: url,
  openingHours: text(500),
  status: z.enum(['active', 'closed']).default('active'),
  fictional: z.boolean().default(false),
  sources: z.array(z.string().trim().min(1)).default([]),
  reliability: z.enum(['confirmed', 'partial', 'to_confirm']).default('to_confirm'),
  note: text(2000),
  externalId: optional(z.string().max(200)),
  confirmedAt: optional(z.iso.datetime({ offset: true })),
  confirmedBy: text(200),
  reviewEveryMonths: z.number().int().min(1).max(60).default(6),
  territories: z.array(z.string()).default([]),
  perimeter: perimeterInput.default({ certainty: 'unknown', include: [], exclude: [], note: '' }),
  services: z.array(serviceInput).max(100).default([]),
  contacts: z.array(contactInput).max(100).default([])
});

const code = z.string().trim().max(LONGEST_CODE, `${LONGEST_CODE} caractères au plus`);
const wordName = z.string().trim().min(1, 'donnez un nom').max(120, '120 caractères au plus');
const phrase = z
  .string()
  .trim()
  .min(1, 'dites comment ce mot se lit dans la phrase')
  .max(120, '120 caractères au plus');
const synonyms = z
  .array(z.string().trim().min(1).max(120, 'un synonyme compte 120 caractères au plus'))
  .max(80, '80 synonymes au plus')
  .default([])
  .transform((words) => distinctWords(words));
const dataInclusion = z
  .array(
    z
      .string()
      .trim()
      .regex(/^[a-z0-9-]{1,120}$/, 'un code data·inclusion : minuscules, chiffres, tirets')
  )
  .max(30, '30 codes au plus');

/** What a vocabulary does not have. */
const ABSENT = {
  phrase: '',
  meaning: '',
  legalBasis: '',
  action: 'call',
  colour: 8,
  dataInclusion: [] as string[]
} as const;

const phrased = z
  .object({ name: wordName, phrase, synonyms, dataInclusion: dataInclusion.default([]) })
  .transform((word): WordInput => ({ ...ABSENT, ...word }));

/** What is written of a word, in each vocabulary. */
export const wordInput: Record<VocabularyKind, z.ZodType<WordInput>> = {
  type: z
    .object({
      name: wordName,
      meaning: text(600),
      legalBasis: text(300),
      action: z.enum(['call', 'gather'], 'dites si on l’appelle ou si on l’associe'),
      colour: z.coerce.number().int().min(1).max(8),
      synonyms,
      dataInclusion: dataInclusion.max(1, 'un seul code pour un type').default([])
    })
    .transform((word): WordInput => ({ ...ABSENT, ...word })),
  theme: phrased,
  audience: phrased,
  acronym: z
    .object({ name: wordName, meaning: text(1000), legalBasis: text(300), synonyms })
    .transform((word): WordInput => ({ ...ABSENT, ...word, dataInclusion: [] }))
};

/** The code of a new word: what addresses, files and the API call it. */
export const wordCode: Record<VocabularyKind, z.ZodType<string>> = {
  type: code.regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/, 'majuscules, chiffres et tirets seulement'),
  theme: code.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'minuscules, chiffres et tirets seulement'),
  audience: code.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'minuscules, chiffres et tirets seulement'),
  acronym: code.regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/, 'majuscules, chiffres et tirets seulement')
};
