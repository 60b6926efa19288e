/** The organisations of a territory: what each does, for whom, where, and how to reach it. */
import type { PersonId, ServiceId, StructureId } from '#shared/ids.ts';
import type { PerimeterInput } from '#domain/territory/model.ts';

/** 'call': acts for a person (« à appeler »); 'gather': brings actors together (« à associer »). */
export type StructureAction = 'call' | 'gather';

export interface StructureType {
  code: string;
  name: string;
  mission: string;
  legalBasis: string;
  action: StructureAction;
  /** 1 to 8, a colour of the design system. */
  colour: number;
  dataInclusion: string | null;
  synonyms: string[];
  position: number;
  /** Codes of the words merged into it. */
  formerCodes?: readonly string[];
}

/** A need. `phrase` completes « qui a besoin de … ». */
export interface Theme {
  code: string;
  name: string;
  phrase: string;
  dataInclusion: string[];
  synonyms: string[];
  position: number;
  /** Codes of the words merged into it. */
  formerCodes?: readonly string[];
}

/** A « public ». `phrase` completes « pour … ». */
export interface Audience {
  code: string;
  name: string;
  phrase: string;
  dataInclusion: string[];
  synonyms: string[];
  position: number;
  /** Codes of the words merged into it. */
  formerCodes?: readonly string[];
}

/** What the acronym of a plan stands for: « PRAPS ». */
export interface PlanAcronym {
  code: string;
  name: string;
  meaning: string;
  legalBasis: string;
  synonyms: string[];
  position: number;
}

/** The audience that answers every search. */
export const EVERYONE = 'tous-publics';

export const SOLICITED_BY = ['professionnels', 'usagers', 'aidants'] as const;
export type SolicitedBy = (typeof SOLICITED_BY)[number];

export const SOLICITED_THROUGH = [
  'telephoner',
  'envoyer-un-courriel',
  'se-presenter',
  'utiliser-lien-mobilisation'
] as const;
export type SolicitedThrough = (typeof SOLICITED_THROUGH)[number];

export type Reliability = 'confirmed' | 'partial' | 'to_confirm';
export type ContactVisibility = 'public' | 'members' | 'nobody';

/** A service as it is written: its own perimeter, or `null` for its structure's. */
export interface ServiceInput {
  name: string;
  description: string;
  themes: string[];
  audiences: string[];
  solicitedBy: SolicitedBy[];
  solicitedThrough: SolicitedThrough[];
  delay: string;
  fees: '' | 'gratuit' | 'payant';
  feesDetail: string;
  conditions: string;
  toPrepare: string;
  limits: string;
  phone: string;
  link: string;
  openingHours: string;
  perimeter: PerimeterInput | null;
}

export interface ContactInput {
  name: string;
  role: string;
  phone: string;
  email: string;
  visibility: ContactVisibility;
  /** Civil date `YYYY-MM-DD` of the person's consent; needed unless visible to nobody. */
  consentAt: string | null;
  /** Her account, when she has one: she alone may then show more of herself. `null`: she says it is not her. */
  person?: PersonId | null | undefined;
}

/** A whole fiche as it is written by a form, an import or the demonstration. */
export interface StructureInput {
  slug?: string;
  name: string;
  acronym: string;
  type: string;
  /** Slug of the parent structure. */
  parent: string | null;
  leadBody: string;
  summary: string;
  description: string;
  limits: string;
  handsOverTo: string;
  toPrepare: string;
  siret: string | null;
  finess: string | null;
  address: string;
  addressExtra: string;
  postalCode: string;
  communeCode: string | null;
  phone: string;
  email: string;
  mssante: string;
  website: string;
  openingHours: string;
  status: 'active' | 'closed';
  fictional: boolean;
  sources: string[];
  reliability: Reliability;
  note: string;
  externalId: string | null;
  /** Instant (ISO 8601) of the last confirmation, and by whom. */
  confirmedAt: string | null;
  confirmedBy: string;
  reviewEveryMonths: number;
  /** Slugs of the territories whose directory it belongs to. */
  territories: string[];
  perimeter: PerimeterInput;
  services: ServiceInput[];
  contacts: ContactInput[];
}

export interface Service extends ServiceInput {
  id: ServiceId;
}

export interface Structure extends Omit<StructureInput, 'slug' | 'services'> {
  id: StructureId;
  slug: string;
  services: Service[];
  updatedAt: Date;
  /** Its free texts are hidden while somebody reads them again. */
  textsWithheld: boolean;
  /** Moves on at each change: what was written against an older one is compared before it is saved. */
  version: number;
}

/** A structure stripped of what the database adds: the fiche as somebody would write it. */
export function asInput({
  id: _id,
  updatedAt: _updatedAt,
  version: _version,
  textsWithheld: _textsWithheld,
  ...structure
}: Structure): StructureInput & { slug: string } {
  return {
    ...structure,
    services: structure.services.map(({ id: _service, ...service }) => service)
  };
}

/** A structure as a list shows it. */
export interface StructureSummary {
  id: StructureId;
  slug: string;
  name: string;
  acronym: string;
  type: { code: string; name: string; action: StructureAction; colour: number };
  summary: string;
  communeName: string | null;
  phone: string;
  fictional: boolean;
  confirmedAt: Date | null;
  reviewEveryMonths: number;
}
