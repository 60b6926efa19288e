/** « Atelier périmètres »: during a rencontre each structure says what it covers, what it does, and what it does not. */
import { z } from 'zod';
import type { Certainty } from '#domain/territory/model.ts';
import type {
  CommuneCode,
  EventId,
  StructureId,
  WorkshopCaseId,
  WorkshopStructureId
} from '#shared/ids.ts';
import { atMost } from '#shared/text.ts';

/** draft: prepared, nobody writes yet. closed: read again, and applied to the fiches. */
export type WorkshopStatus = 'draft' | 'open' | 'closed';

export const CASE_ANSWERS = ['us', 'with-others', 'not-us', 'unsure'] as const;
export type CaseAnswer = (typeof CASE_ANSWERS)[number];
export const CASE_ANSWER_LABELS: Readonly<Record<CaseAnswer, string>> = {
  us: 'Nous',
  'with-others': 'Nous, avec d’autres',
  'not-us': 'Pas nous',
  unsure: 'Nous ne savons pas'
};

/** hidden: being prepared. asked: on the telephones. closed: read, no longer answered. */
export type CaseStatus = 'hidden' | 'asked' | 'closed';

/** A structure at the table, and what it has said here; its fiche says so only once it is applied. */
export interface WorkshopStructure {
  readonly id: WorkshopStructureId;
  readonly structure: StructureId;
  readonly slug: string;
  readonly name: string;
  readonly type: { readonly code: string; readonly name: string };
  /** Null until it has drawn: neither covering nor absent. */
  readonly certainty: Certainty | null;
  /** Communes of the territory that its declared perimeter reaches. */
  readonly reached: readonly CommuneCode[];
  readonly does: string;
  readonly doesNot: string;
  readonly doubts: string;
  /** Of the three texts: moves when somebody changes one. */
  readonly stamp: string;
  readonly readyAt: Date | null;
  readonly appliedAt: Date | null;
  readonly appliedBy: string;
  readonly version: number;
}

export interface CaseReply {
  readonly structure: WorkshopStructureId;
  readonly answer: CaseAnswer;
  readonly comment: string;
  /** ISO instant: what the page it is answered from knew of it. */
  readonly updatedAt: string;
}

export interface WorkshopCase {
  readonly id: WorkshopCaseId;
  readonly story: string;
  readonly commune: { readonly code: CommuneCode; readonly name: string } | null;
  readonly theme: { readonly code: string; readonly name: string } | null;
  readonly audience: { readonly code: string; readonly name: string } | null;
  readonly status: CaseStatus;
  readonly replies: readonly CaseReply[];
}

export interface WorkshopPoint {
  readonly id: number;
  readonly what: string;
  readonly settledAt: Date | null;
}

export interface Workshop {
  readonly event: EventId;
  readonly status: WorkshopStatus;
  readonly linkVersion: number;
  /** By name. */
  readonly structures: readonly WorkshopStructure[];
  /** In the order they are asked. */
  readonly cases: readonly WorkshopCase[];
  readonly points: readonly WorkshopPoint[];
}

export const NO_SUCH_SEAT = 'Cette structure n’est pas à la table de cet atelier.';

const said = (most: number) => z.string().trim().max(most, atMost(most)).default('');

export const workshopWordsInput = z.object({
  does: said(2000),
  doesNot: said(1000),
  doubts: said(1000)
});
export type WorkshopWords = z.output<typeof workshopWordsInput>;

export const workshopCaseInput = z.object({
  story: z
    .string()
    .trim()
    .min(1, 'racontez la situation en une ou deux phrases')
    .max(600, '600 caractères au plus'),
  commune: z.string().trim().max(5).default(''),
  theme: z.string().trim().max(60).default(''),
  audience: z.string().trim().max(60).default('')
});
export type WorkshopCaseInput = z.output<typeof workshopCaseInput>;

export const workshopReplyInput = z.object({
  answer: z.enum(CASE_ANSWERS, 'choisissez une réponse'),
  comment: said(500)
});
export type WorkshopReplyInput = z.output<typeof workshopReplyInput>;

export const workshopPointInput = z.object({
  what: z.string().trim().min(1, 'écrivez ce qui reste à régler').max(500, '500 caractères au plus')
});

/** Invented from end to end: a place to begin from. */
export const CASE_EXAMPLES: readonly string[] = [
  'Une personne de plus de 75 ans, seule chez elle, sort de l’hôpital vendredi. Sa fille habite loin et demande qui appeler pour les repas et la toilette.',
  'Un médecin appelle : un homme qui vit dans sa voiture ne prend plus son traitement. Il accepte un rendez-vous, s’il est proche.',
  'Une enseignante s’inquiète pour un adolescent qui ne vient plus en cours. Les parents demandent de l’aide, ils ne savent pas à qui.',
  'Une aidante n’a pas dormi trois nuits de suite. Elle demande une solution pour le week-end.'
];
