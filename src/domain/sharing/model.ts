/**
 * What the people of a territory share: projects, experiences, questions, opportunities and documents are all
 * contributions. What each kind adds is in `details.ts`, its headings in `headings.ts`.
 */
import type { ZoneRef } from '#domain/territory/model.ts';
import type {
  ContributionId,
  EventId,
  PerimeterId,
  PersonId,
  StructureId,
  TerritoryId
} from '#shared/ids.ts';
import type { Details } from './details.ts';
import { CONTRIBUTION_KINDS, type ContributionKind } from './kinds.ts';

export { CONTRIBUTION_KINDS, type ContributionKind };

/** Where each kind lives: /partage/projets/[slug]. */
export const CONTRIBUTION_PATHS: Record<ContributionKind, string> = {
  project: '/partage/projets',
  experience: '/partage/experiences',
  question: '/partage/questions',
  opportunity: '/partage/opportunites',
  document: '/partage/documents'
};

export const CONTRIBUTION_LABELS: Record<ContributionKind, string> = {
  project: 'Projet',
  experience: 'Retour d’expérience',
  question: 'Question',
  opportunity: 'Opportunité',
  document: 'Document'
};

/** draft: read by those who write it. */
export const CONTRIBUTION_STATUSES = ['draft', 'published'] as const;
export type ContributionStatus = (typeof CONTRIBUTION_STATUSES)[number];

export const CONTRIBUTION_VISIBILITIES = ['public', 'members'] as const;
export type ContributionVisibility = (typeof CONTRIBUTION_VISIBILITIES)[number];

/** What decides who may read and write a contribution: read with it, passed to `rules.ts`. */
export interface ContributionPlace {
  readonly id: ContributionId;
  readonly territory: TerritoryId;
  readonly status: ContributionStatus;
  readonly visibility: ContributionVisibility;
  /** Taken off; its writers and the animators may put it back. */
  readonly removed: boolean;
  /** Somebody says that it speaks of a person: nobody reads it but its writers and who decides. */
  readonly hidden: boolean;
  /** Its author and those who write it with her. */
  readonly writers: readonly PersonId[];
  /** Who was asked to review it: they read it while it is a draft. */
  readonly reviewers: readonly PersonId[];
  /** The structures that carry it: who answers for them writes it too. */
  readonly carriers: readonly StructureId[];
}

export interface SharedTerritory {
  readonly id: TerritoryId;
  readonly slug: string;
  readonly name: string;
  readonly nameWithDe: string;
  readonly fictional: boolean;
}

/** A structure of the directory, or a name. */
export interface SharedStructure {
  readonly label: string;
  readonly structure: {
    readonly id: StructureId;
    readonly slug: string;
    readonly name: string;
  } | null;
}

/** Somebody as others read her: her name; null when her account is gone. */
export interface SharedPerson {
  readonly id: PersonId;
  readonly name: string;
}

export interface Word {
  readonly code: string;
  readonly name: string;
}

/** A contribution as lists show it. */
export interface ContributionSummary<Kind extends ContributionKind = ContributionKind> {
  readonly place: ContributionPlace;
  readonly id: ContributionId;
  readonly kind: Kind;
  readonly slug: string;
  readonly title: string;
  /** One or two sentences. */
  readonly summary: string;
  readonly status: ContributionStatus;
  readonly visibility: ContributionVisibility;
  readonly territory: SharedTerritory;
  readonly themes: readonly Word[];
  readonly audiences: readonly Word[];
  readonly carriers: readonly SharedStructure[];
  readonly author: SharedPerson | null;
  readonly publishedAt: Date | null;
  readonly updatedAt: Date;
  /** Answers, comments and news that are read; reviews are not counted. */
  readonly replyCount: number;
  readonly details: Details[Kind];
}

/** A contribution whole. */
export interface Contribution<
  Kind extends ContributionKind = ContributionKind
> extends ContributionSummary<Kind> {
  /** Heading key → its text. */
  readonly texts: Texts;
  readonly partners: readonly SharedStructure[];
  readonly writers: readonly SharedPerson[];
  readonly reviewers: readonly (SharedPerson & { readonly approvedAt: string | null })[];
  /** The editions it speaks of; their titles are for who finds them (`listFindable`). */
  readonly events: readonly { readonly id: EventId }[];
  /** Other contributions it goes with, as addresses; whether one may read them is for `listAmong`. */
  readonly related: readonly ContributionId[];
  readonly perimeter: PerimeterId | null;
  /** Where: its zones; null when it is the whole territory. */
  readonly where: Where | null;
  readonly createdAt: Date;
  readonly removedAt: Date | null;
  /** Of a contribution that was taken off by an animator. */
  readonly removalReason: string;
  readonly version: number;
}

export type Texts = Readonly<Record<string, string>>;
export type Where = Readonly<Record<'include' | 'exclude', readonly ZoneRef[]>>;

/** Where a contribution is read. */
export function pageOf({ kind, slug }: Pick<ContributionSummary, 'kind' | 'slug'>): string {
  return `${CONTRIBUTION_PATHS[kind]}/${slug}`;
}

/** Where a message leads to a page of what is shared: whoever is not signed in signs in first, then reads it. */
export function openingOf(path: string): string {
  return `/partage/ouvrir?vers=${encodeURIComponent(path)}`;
}
