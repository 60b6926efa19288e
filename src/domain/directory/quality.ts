/**
 * How complete a fiche is, and what would help most. The mean of the criteria that apply, as data·inclusion counts:
 * a structure that only brings actors together is not expected to have opening hours.
 */
import type { Section } from './editor/sections.ts';
import type { ServiceInput, StructureAction, StructureInput } from './model.ts';

export interface Improvement {
  readonly code: string;
  /** What to do, a verb first: « Ajouter les horaires ». */
  readonly text: string;
  /** The part of the form that asks for it. */
  readonly section: Section;
  /** Points of the score it would bring, at most. */
  readonly gain: number;
}

export interface Quality {
  /** 0 to 100. */
  readonly score: number;
  /** What would improve it, the most useful first. */
  readonly improvements: readonly Improvement[];
}

/** What is judged of a fiche. */
export type Judged = Pick<
  StructureInput,
  | 'address'
  | 'communeCode'
  | 'phone'
  | 'email'
  | 'mssante'
  | 'website'
  | 'openingHours'
  | 'summary'
  | 'description'
  | 'limits'
  | 'handsOverTo'
  | 'toPrepare'
  | 'confirmedAt'
  | 'perimeter'
> & { services: readonly ServiceInput[] };

interface Criterion {
  code: string;
  text: string;
  section: Section;
  /** Only for structures that act for a person. */
  callOnly?: boolean;
  /** 0 to 1; filling a field never lowers it. */
  value: (fiche: Judged, now: Date) => number;
}

const SHORTEST = 200;
const MONTH_MS = 30.44 * 86_400_000;
const RECENT_MONTHS = 6;
const OLD_MONTHS = 24;

const filled = (...texts: readonly string[]) => texts.some((text) => text.trim() !== '');
const share = (...parts: readonly boolean[]) => parts.filter(Boolean).length / parts.length;
const some = (fiche: Judged, has: (service: ServiceInput) => boolean) => fiche.services.some(has);

const CRITERIA: readonly Criterion[] = [
  {
    code: 'recency',
    text: 'Confirmer que la fiche est toujours juste',
    section: 'essentiel',
    value: (fiche, now) => recency(fiche.confirmedAt, now)
  },
  {
    code: 'perimeter',
    text: 'Déclarer où la structure intervient',
    section: 'perimetre',
    value: ({ perimeter }) => share(perimeter.certainty !== 'unknown')
  },
  {
    code: 'theme',
    text: 'Dire à quels besoins répond un service',
    section: 'services',
    value: (fiche) => share(some(fiche, ({ themes }) => themes.length > 0))
  },
  {
    code: 'audience',
    text: 'Dire pour quels publics',
    section: 'services',
    value: (fiche) => share(some(fiche, ({ audiences }) => audiences.length > 0))
  },
  {
    code: 'solicit',
    text: 'Dire qui peut solliciter, et comment',
    section: 'services',
    callOnly: true,
    value: (fiche) =>
      share(
        some(fiche, ({ solicitedBy }) => solicitedBy.length > 0),
        some(fiche, ({ solicitedThrough }) => solicitedThrough.length > 0)
      )
  },
  {
    code: 'phone',
    text: 'Ajouter un numéro de téléphone',
    section: 'lieu',
    value: (fiche) => share(filled(fiche.phone) || some(fiche, ({ phone }) => filled(phone)))
  },
  {
    code: 'contact',
    text: 'Ajouter un courriel, une adresse MSSanté ou un site',
    section: 'lieu',
    value: ({ email, mssante, website }) => share(filled(email, mssante, website))
  },
  {
    code: 'address',
    text: 'Compléter l’adresse',
    section: 'lieu',
    value: ({ address, communeCode }) => share(filled(address), communeCode !== null)
  },
  {
    code: 'hours',
    text: 'Ajouter les horaires',
    section: 'lieu',
    callOnly: true,
    value: (fiche) =>
      share(filled(fiche.openingHours) || some(fiche, ({ openingHours }) => filled(openingHours)))
  },
  {
    code: 'description',
    text: `Décrire ce que fait la structure en ${SHORTEST} caractères au moins`,
    section: 'essentiel',
    value: (fiche) => Math.min(1, written(fiche) / SHORTEST)
  },
  {
    code: 'before',
    text: 'Dire ce qu’elle ne fait pas, ce qu’il faut préparer, à qui elle passe la main',
    section: 'essentiel',
    callOnly: true,
    value: (fiche) =>
      share(
        filled(fiche.limits) || some(fiche, ({ limits }) => filled(limits)),
        filled(fiche.toPrepare) || some(fiche, ({ toPrepare }) => filled(toPrepare)),
        filled(fiche.handsOverTo)
      )
  }
];

/** Judges a fiche as it is at an instant. */
export function qualityOf(fiche: Judged, action: StructureAction, now: Date): Quality {
  const applicable = CRITERIA.filter(({ callOnly }) => !callOnly || action === 'call');
  const values = applicable.map((criterion) => criterion.value(fiche, now));
  const total = values.reduce((sum, value) => sum + value, 0);
  const improvements = applicable
    .map(({ code, text, section }, at) => ({
      code,
      text,
      section,
      gain: Math.round((100 * (1 - values[at]!)) / applicable.length)
    }))
    .filter(({ gain }) => gain > 0)
    .toSorted((a, b) => b.gain - a.gain);
  return { score: Math.round((100 * total) / applicable.length), improvements };
}

/** The page of the form that asks for what would improve a fiche. */
export function improvementHref(slug: string, section: Section): string {
  const base = `/annuaire/${slug}/modifier`;
  return section === 'perimetre' ? `${base}/perimetre` : `${base}?partie=${section}`;
}

/** 1 for six months, then down to 0 at two years; 0 without a confirmation. */
function recency(confirmedAt: string | null, now: Date): number {
  if (!confirmedAt) return 0;
  const months = (now.getTime() - Date.parse(confirmedAt)) / MONTH_MS;
  return Math.min(1, Math.max(0, (OLD_MONTHS - months) / (OLD_MONTHS - RECENT_MONTHS)));
}

function written({ summary, description, services }: Judged): number {
  const texts = [summary, description, ...services.map((service) => service.description)];
  return texts.reduce((length, text) => length + text.trim().length, 0);
}
