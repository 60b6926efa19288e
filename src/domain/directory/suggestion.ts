/** What anyone proposes: an error seen, a structure missing, a change to somebody else's fiche. */
import { z } from 'zod';
import type { StructureId, SuggestionId, TerritoryId } from '#shared/ids.ts';
import { phone, structureInput } from './forms.ts';
import type { StructureInput, StructureSummary } from './model.ts';

/** `change`: said by a member, or through the structure's own link; `error`: by anyone. */
export type SuggestionKind = 'error' | 'structure' | 'change';
export type SuggestionStatus = 'pending' | 'accepted' | 'refused';

/** The référent answers first; after this long, the animators. */
export const ESCALATE_AFTER_DAYS = 15;

/** Sent from one address, in an hour and in a day; a fourth error a day on the same fiche waits. */
export const LIMITS = {
  hour: { most: 6, windowSeconds: 3600 },
  day: { most: 20, windowSeconds: 86_400 },
  fiche: { most: 10, windowSeconds: 86_400 }
} as const;

/** What of a fiche is wrong. `field`: what is proposed can be written there as it is. */
export const PARTS = {
  phone: { label: 'Le téléphone', field: 'phone' },
  email: { label: 'Le courriel', field: 'email' },
  website: { label: 'Le site', field: 'website' },
  address: { label: 'L’adresse', field: null },
  hours: { label: 'Les horaires', field: null },
  services: { label: 'Les services, les publics ou les besoins', field: null },
  perimeter: { label: 'Le périmètre d’intervention', field: null },
  people: { label: 'Les personnes', field: null },
  name: { label: 'Le nom', field: 'name' },
  summary: { label: 'La présentation', field: 'summary' },
  closed: { label: 'La structure a fermé', field: null },
  duplicate: { label: 'La fiche est en double', field: null },
  other: { label: 'Autre chose', field: null }
} as const;
export type FichePart = keyof typeof PARTS;

/** A field of a fiche that a proposal can be written in as it is. */
export type DirectField = 'phone' | 'email' | 'website' | 'name' | 'summary';

/** Where what is proposed for a part is written, or null when the edit form is needed. */
export function directField(part: FichePart): DirectField | null {
  return PARTS[part].field;
}

const words = (max: number) => z.string().trim().max(max, `${max} caractères au plus`).default('');
const authorEmail = z
  .union([z.literal(''), z.email('adresse électronique non reconnue').max(254)])
  .default('');

/** Who proposes; both may be left empty. The e-mail serves to thank, and is shown to nobody. */
const author = { authorName: words(120), authorEmail };

export const errorInput = z.object({
  part: z.enum(Object.keys(PARTS) as [FichePart, ...FichePart[]], 'dites ce qui ne va pas'),
  text: z.string().trim().min(3, 'dites ce qui est juste').max(2000, '2000 caractères au plus'),
  source: words(300),
  ...author
});
export type ErrorInput = z.infer<typeof errorInput>;

export const newStructureInput = z.object({
  name: z.string().trim().min(2, 'donnez le nom de la structure').max(250),
  type: words(40),
  communeCode: z.string().min(1, 'choisissez la commune où elle se trouve'),
  text: z
    .string()
    .trim()
    .min(10, 'dites en une phrase ce qu’elle fait')
    .max(2000, '2000 caractères au plus'),
  phone,
  website: z
    .union([
      z.literal(''),
      z.url({
        protocol: /^https?$/,
        message: 'adresse non reconnue (exemple : https://exemple.fr)'
      })
    ])
    .default(''),
  source: words(300),
  ...author
});
export type NewStructureInput = z.infer<typeof newStructureInput>;

/** What a member may propose to rewrite of a fiche itself, besides its services and contacts, in the order of its form. */
export const CHANGEABLE = [
  'name',
  'summary',
  'description',
  'limits',
  'toPrepare',
  'handsOverTo',
  'phone',
  'email',
  'website',
  'mssante',
  'address',
  'addressExtra',
  'postalCode',
  'openingHours',
  'parent'
] as const;

/** The texts of the fiche as the member would have them, and how she knows. */
export const changeInput = structureInput
  .pick({
    name: true,
    summary: true,
    description: true,
    limits: true,
    toPrepare: true,
    handsOverTo: true,
    phone: true,
    email: true,
    website: true,
    address: true,
    addressExtra: true,
    postalCode: true
  })
  .extend({ text: words(1000) });

/** `before`: what the fiche said when the member proposed `after`, to know whether it has changed since. */
export interface FieldChange {
  /** Its path: « phone », « services/Accueil/themes ». */
  field: string;
  before: unknown;
  after: unknown;
}

/** What is kept of a change proposed field by field. */
export interface ChangeContent {
  changes: FieldChange[];
}

/** What is kept of an error, or of a change. `ownLink`: said through the link sent to the structure itself. */
export interface ErrorContent {
  part: FichePart;
  source: string;
  ownLink: boolean;
}

/** What is kept of a missing structure. */
export interface NewStructureContent {
  name: string;
  type: string;
  communeCode: string;
  communeName: string;
  phone: string;
  website: string;
  source: string;
}

/** As those who decide see it. The author's e-mail is not in it: nobody sees it. */
export interface Suggestion {
  id: SuggestionId;
  kind: SuggestionKind;
  status: SuggestionStatus;
  text: string;
  authorName: string;
  /** The author left an address, and will be told of the outcome. */
  thanked: boolean;
  createdAt: Date;
  assignedTo: 'referent' | 'animator';
  escalateAt: Date | null;
  decidedAt: Date | null;
  decidedLabel: string;
  reason: string;
  territory: TerritoryId | null;
  structure: { id: StructureId; slug: string; name: string } | null;
  /** Of an error or a change. */
  error: ErrorContent | null;
  proposed: NewStructureContent | null;
  /** What a member rewrote, field by field; empty for the rest. */
  changes: readonly FieldChange[];
}

/** A fiche that may already be the structure somebody proposes. */
export interface LikelyTwin {
  readonly structure: StructureSummary;
  /** « nom proche, même commune ». */
  readonly reason: string;
}

/** A field that a member would rewrite, beside what the fiche says now. */
export interface ComparedField {
  field: string;
  /** Both in words. */
  now: string;
  after: string;
  /** The service or the contact it is about is no longer there: nothing can be written. */
  isGone: boolean;
  /** Somebody has changed it since it was proposed. */
  changedSince: boolean;
}

/** A proposal beside what the directory says today. */
export interface DeskItem extends Suggestion {
  current: string;
  compared: ComparedField[];
  /** Version of the fiche these words were read in; 0 when there is none. */
  version: number;
  twins: LikelyTwin[];
}

/** Why a proposal is not taken up; said to its author. */
export const REFUSALS = {
  unverified: 'Nous n’avons pas pu le vérifier.',
  already: 'C’était déjà à jour.',
  duplicate: 'La structure est déjà dans l’annuaire.',
  scope: 'L’annuaire ne porte pas sur ce sujet.',
  person: 'Le texte parlait d’une personne ou d’une situation.',
  other: 'Une autre raison.'
} as const;
export type Refusal = keyof typeof REFUSALS;

/** What whoever refuses says; the author reads it. */
export const refusalInput = z.object({
  refusal: z.enum(Object.keys(REFUSALS) as [Refusal, ...Refusal[]], 'choisissez une raison'),
  more: words(500)
});

/** The reason as its author reads it. */
export function refusalText(refusal: Refusal, more: string): string {
  if (refusal === 'other' && more) return more;
  return [REFUSALS[refusal], more].filter(Boolean).join(' ');
}

/** What a fiche says today of a part, next to what is proposed. Empty when nothing, or too long to say. */
export function currentWords(
  part: FichePart,
  fiche: Pick<
    StructureInput,
    | 'phone'
    | 'email'
    | 'website'
    | 'name'
    | 'summary'
    | 'address'
    | 'postalCode'
    | 'openingHours'
    | 'status'
  > & { services: readonly { name: string }[] }
): string {
  const field = directField(part);
  if (field) return fiche[field];
  if (part === 'address') return [fiche.address, fiche.postalCode].filter(Boolean).join(', ');
  if (part === 'hours') return fiche.openingHours;
  if (part === 'services') return fiche.services.map(({ name }) => name).join(' ; ');
  return part === 'closed' ? (fiche.status === 'closed' ? 'fermée' : 'active') : '';
}
