/** What each kind of contribution has beside what all have. Days are civil days, `YYYY-MM-DD`. */
import { z } from 'zod';
import { isCivilDay } from '#shared/dates.ts';
import { atMost } from '#shared/text.ts';
import type { ContributionKind } from './kinds.ts';

export const PROJECT_STAGES = ['idea', 'setup', 'ongoing', 'done', 'dropped'] as const;
export type ProjectStage = (typeof PROJECT_STAGES)[number];
export const STAGE_LABELS: Record<ProjectStage, string> = {
  idea: 'Idée',
  setup: 'En montage',
  ongoing: 'En cours',
  done: 'Terminé',
  dropped: 'Abandonné'
};

/** express: one page. full: the whole method of capitalisation. */
export const EXPERIENCE_FORMS = ['express', 'full'] as const;
export type ExperienceForm = (typeof EXPERIENCE_FORMS)[number];

export const ASKED_TO = ['network', 'theme', 'structure-type'] as const;
export type AskedTo = (typeof ASKED_TO)[number];

export const OPPORTUNITY_TYPES = ['internship', 'locum', 'job', 'housing', 'event'] as const;
export type OpportunityType = (typeof OPPORTUNITY_TYPES)[number];
export const OPPORTUNITY_LABELS: Record<OpportunityType, string> = {
  internship: 'Stage',
  locum: 'Remplacement',
  job: 'Poste',
  housing: 'Logement',
  event: 'Événement'
};

const line = (most: number) => z.string().trim().max(most, atMost(most));
const NO_ADDRESS =
  'n’écrivez pas d’adresse électronique. On vous écrira par Maillage, qui ne la montre à personne';
const day = z.string().refine(isCivilDay, 'ce jour n’existe pas');

/** What a form gives of each kind; what is not given is not changed. */
export const DETAILS_INPUT = {
  project: z.object({
    stage: z.enum(PROJECT_STAGES, 'choisissez où en est le projet'),
    startsOn: day.nullable(),
    endsOn: day.nullable()
  }),
  experience: z.object({
    form: z.enum(EXPERIENCE_FORMS, 'choisissez une forme'),
    startsOn: day.nullable(),
    endsOn: day.nullable(),
    contact: line(500)
  }),
  question: z.object({
    askedTo: z.enum(ASKED_TO, 'choisissez à qui vous demandez'),
    theme: z.string().nullable(),
    structureType: z.string().nullable()
  }),
  opportunity: z.object({
    type: z.enum(OPPORTUNITY_TYPES, 'choisissez ce que c’est'),
    profession: line(200),
    place: line(300),
    commune: z.string().nullable(),
    startsOn: day.nullable(),
    endsOn: day.nullable(),
    expiresOn: z
      .string()
      .refine(isCivilDay, 'donnez le dernier jour où elle est lue, un an au plus'),
    contact: line(500).refine((text) => !/\S+@\S+\.\S+/.test(text), NO_ADDRESS),
    url: z.union([
      z.literal(''),
      z.url({ protocol: /^https?$/, error: 'écrivez une adresse qui commence par https://' })
    ])
  }),
  document: z.object({
    tags: z.array(line(60).min(1)).max(20, '20 étiquettes au plus').readonly(),
    expiresOn: day.nullable()
  })
} as const satisfies Record<ContributionKind, z.ZodObject>;

export type DetailsInput = {
  [Kind in ContributionKind]: z.output<(typeof DETAILS_INPUT)[Kind]>;
};

/** What is read of each kind: what its form gives, and what only commands write. */
export interface Details {
  readonly project: DetailsInput['project'];
  readonly experience: DetailsInput['experience'];
  /** Instants, as ISO 8601. */
  readonly question: DetailsInput['question'] & {
    readonly resolvedAt: string | null;
    readonly passedOnAt: string | null;
  };
  readonly opportunity: DetailsInput['opportunity'];
  readonly document: DetailsInput['document'];
}

/** The column of each field. */
export const DETAIL_COLUMNS = {
  project: { stage: 'stage', startsOn: 'starts_on', endsOn: 'ends_on' },
  experience: { form: 'form', startsOn: 'starts_on', endsOn: 'ends_on', contact: 'contact' },
  question: {
    ...{ askedTo: 'asked_to', theme: 'theme', structureType: 'structure_type' },
    ...{ resolvedAt: 'resolved_at', passedOnAt: 'passed_on_at' }
  },
  opportunity: {
    ...{ type: 'type', profession: 'profession', place: 'place', commune: 'commune_code' },
    ...{ startsOn: 'starts_on', endsOn: 'ends_on', expiresOn: 'expires_on' },
    ...{ contact: 'contact', url: 'url' }
  },
  document: { tags: 'tags', expiresOn: 'expires_on' }
} as const satisfies { [Kind in ContributionKind]: Record<keyof Details[Kind], string> };
