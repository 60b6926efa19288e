/** What a project looks for: said by who writes it, found in one gesture. */
import { z } from 'zod';

export const NEED_KINDS = ['partners', 'communes', 'funding', 'skills', 'place'] as const;
export type NeedKind = (typeof NEED_KINDS)[number];

export const NEED_LABELS: Record<NeedKind, string> = {
  partners: 'Des partenaires',
  communes: 'Des communes',
  funding: 'Un financement',
  skills: 'Des compétences',
  place: 'Un lieu'
};

export interface ProjectNeed {
  readonly id: number;
  readonly kind: NeedKind;
  /** « Une infirmière, une demi-journée par mois »; may be empty. */
  readonly text: string;
  /** When it was found; null while it is looked for. */
  readonly metAt: Date | null;
}

/** What a project looks for as its versions keep it: told, and never written again by going back to one. */
export interface KeptNeed {
  readonly kind: NeedKind;
  readonly text: string;
  readonly isMet: boolean;
}

export const keptNeeds = (needs: readonly ProjectNeed[]): KeptNeed[] =>
  needs.map(({ kind, text, metAt }) => ({ kind, text, isMet: metAt !== null }));

/** « Un lieu : une salle le jeudi, trouvé ». */
export const sayNeed = ({ kind, text, isMet }: KeptNeed): string =>
  `${NEED_LABELS[kind]}${text && `\u00a0: ${text}`}${isMet ? ', trouvé' : ''}`;

export const MOST_NEEDS = 12;

export const needInput = z.object({
  kind: z.enum(NEED_KINDS, 'choisissez ce que vous cherchez'),
  text: z.string().trim().max(300, '300 caractères au plus')
});
export type NeedInput = z.output<typeof needInput>;
