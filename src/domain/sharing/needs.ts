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

export const MOST_NEEDS = 12;

export const needInput = z.object({
  kind: z.enum(NEED_KINDS, 'choisissez ce que vous cherchez'),
  text: z.string().trim().max(300, '300 caractères au plus')
});
export type NeedInput = z.output<typeof needInput>;
