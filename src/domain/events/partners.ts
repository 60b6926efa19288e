/** Who helps an edition, and how: a structure of the directory, or a name. */
import { z } from 'zod';
import type { PartnerId, StructureId } from '#shared/ids.ts';
import { amount } from './budget.ts';

/** In the order the public page names them. */
export const PARTNER_ROLES = [
  'lead',
  'co-organiser',
  'partner',
  'funder',
  'supporter',
  'exhibitor'
] as const;
export type PartnerRole = (typeof PARTNER_ROLES)[number];
export const PARTNER_ROLE_LABELS: Readonly<Record<PartnerRole, string>> = {
  lead: 'Organisation',
  'co-organiser': 'Coorganisation',
  partner: 'Partenariat',
  funder: 'Financement',
  supporter: 'Soutien',
  exhibitor: 'Stand'
};
/** Above those who share a role. */
export const PARTNER_GROUP_LABELS: Readonly<Record<PartnerRole, string>> = {
  lead: 'Organisation',
  'co-organiser': 'Coorganisation',
  partner: 'Partenaires',
  funder: 'Financement',
  supporter: 'Soutiens',
  exhibitor: 'Stands'
};

/** What a partner says of itself: it may change this, and nothing else. */
export interface PartnerWords {
  readonly id: PartnerId;
  readonly name: string;
  readonly role: PartnerRole;
  readonly structure: {
    readonly id: StructureId;
    readonly slug: string;
    readonly name: string;
  } | null;
  /** What it brings besides money: rooms, people, equipment. */
  readonly means: string;
  readonly website: string;
  readonly hasLogo: boolean;
  readonly version: number;
}

/** A partner as those who manage the edition read it. */
export interface Partner extends PartnerWords {
  readonly plannedCents: number | null;
  readonly actualCents: number | null;
  /** A company of health products. */
  readonly industry: boolean;
  readonly paysFor: string;
  readonly paidTo: string;
  readonly shown: boolean;
  readonly amountShown: boolean;
}

/** A partner as everybody reads it. */
export interface ShownPartner extends PartnerWords {
  readonly industry: boolean;
  readonly paysFor: string;
  readonly paidTo: string;
  /** What was given, or else what is planned; null unless the organisers wish it to be told. */
  readonly amount: { readonly cents: number; readonly isPlanned: boolean } | null;
}

const line = (most: number) =>
  z.string().trim().max(most, `${most} caractères au plus`).default('');

const words = {
  name: z.string().trim().min(1, 'donnez un nom').max(160, '160 caractères au plus'),
  means: z.string().trim().max(1000, '1 000 caractères au plus').default(''),
  website: z
    .string()
    .trim()
    .max(300, '300 caractères au plus')
    // « exemple.fr » is what people type.
    .transform((typed) => (typed === '' || typed.includes('://') ? typed : `https://${typed}`))
    .pipe(
      z.union([
        z.literal(''),
        z.url({ protocol: /^https?$/, hostname: /\./, error: 'adresse de site non reconnue' })
      ])
    )
    .default('')
};

/** What a partner changes of what is said of it. */
export const partnerWordsInput = z.object(words);
export type PartnerWordsInput = z.output<typeof partnerWordsInput>;

export const newPartnerInput = z.object({
  name: words.name,
  role: z.enum(PARTNER_ROLES, 'choisissez un rôle')
});
export type NewPartner = z.output<typeof newPartnerInput>;

export const partnerInput = z.object({
  ...words,
  role: z.enum(PARTNER_ROLES, 'choisissez un rôle'),
  plannedCents: amount,
  actualCents: amount,
  industry: z.boolean().default(false),
  paysFor: line(300),
  paidTo: line(300),
  shown: z.boolean().default(true),
  amountShown: z.boolean().default(false)
});
export type PartnerInput = z.output<typeof partnerInput>;

/** What is told of its amount on the public page. */
export function shownAmount(
  partner: Pick<Partner, 'amountShown' | 'plannedCents' | 'actualCents'>
): ShownPartner['amount'] {
  const cents = partner.actualCents ?? partner.plannedCents;
  if (!partner.amountShown || cents === null) return null;
  return { cents, isPlanned: partner.actualCents === null };
}

/** Those of each role, in the order of the roles then theirs; a role that nobody has is left out. */
export function groupByRole<T extends { readonly role: PartnerRole }>(
  partners: readonly T[]
): { readonly role: PartnerRole; readonly partners: readonly T[] }[] {
  return PARTNER_ROLES.map((role) => ({
    role,
    partners: partners.filter((one) => one.role === role)
  })).filter((group) => group.partners.length > 0);
}

/** What somebody else saved meanwhile, field by field, where it differs from what one is about to save. */
export function findDifferences(
  mine: Readonly<Record<string, unknown>>,
  theirs: Readonly<Record<string, unknown>>
): { readonly field: string; readonly value: unknown }[] {
  return Object.keys(mine)
    .filter((field) => field in theirs && mine[field] !== theirs[field])
    .map((field) => ({ field, value: theirs[field] }));
}
