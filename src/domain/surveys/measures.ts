/** What an edition may be measured by: to compare its figures, and for the indicators of plans. */
import type { EditionFigures, Figure } from './figures.ts';
import { decimal, percent, signed } from './wording.ts';

/** How a measure is written: a number, a share between 0 and 1, a mark out of its scale, a score. */
export type MeasureKind = 'count' | 'share' | 'mark' | 'score';

/** One measure that an edition gives, to be compared or followed by a plan. */
export interface EditionMeasure {
  readonly code: string;
  readonly label: string;
  readonly kind: MeasureKind;
  /** What is counted, in words. */
  readonly unit: string;
  /** up: more is better. none: it says who comes, and nothing better or worse. */
  readonly direction: 'up' | 'none';
  readonly read: (figures: EditionFigures) => Figure & { readonly scaleMax?: number };
}

/** All that an edition may be measured by; the codes are kept by the indicators that follow them. */
export const EDITION_MEASURES: readonly EditionMeasure[] = [
  count('present', 'Personnes présentes', 'personnes', 'up'),
  count('registered', 'Personnes inscrites', 'personnes', 'up'),
  share('attendance', 'Taux de présence', 'des personnes inscrites', 'up'),
  count('structures', 'Structures représentées', 'structures', 'up'),
  count('types', 'Types de structure', 'types', 'up'),
  count('professions', 'Professions différentes', 'professions', 'up'),
  count('communes', 'Communes d’exercice', 'communes', 'up'),
  count('firstTimers', 'Premières venues', 'personnes', 'none'),
  share('firstTimersShare', 'Part de premières venues', 'des personnes comparées', 'none'),
  mark('satisfaction', 'Satisfaction'),
  mark('usefulness', 'Utilité'),
  mark('contacts', 'Contacts noués'),
  {
    ...{ code: 'recommendation', label: 'Recommandation (NPS)', kind: 'score', direction: 'up' },
    ...{ unit: 'points, de \u2212100 à +100', read: ({ recommendation }) => recommendation }
  },
  share('response', 'Taux de réponse', 'des personnes interrogées', 'up')
];

type Key = Exclude<keyof EditionFigures, 'edition' | 'isPast' | 'basis' | 'people' | 'breakdowns'>;

function count(
  code: Key,
  label: string,
  unit: string,
  direction: EditionMeasure['direction']
): EditionMeasure {
  return { code, label, kind: 'count', unit, direction, read: (figures) => figures[code] };
}

function share(
  code: Key,
  label: string,
  of: string,
  direction: EditionMeasure['direction']
): EditionMeasure {
  return { code, label, kind: 'share', unit: `% ${of}`, direction, read: (one) => one[code] };
}

function mark(code: Key, label: string): EditionMeasure {
  const read = (one: EditionFigures) => one[code];
  return { code, label, kind: 'mark', unit: 'note moyenne', direction: 'up', read };
}

/** « 61 », « 85 % », « 4,2 sur 5 », « +35 »; « non connu ». */
export function writeFigure(
  { kind }: Pick<EditionMeasure, 'kind'>,
  { value, scaleMax = 0 }: Pick<Figure, 'value'> & { readonly scaleMax?: number }
): string {
  if (value === null) return 'non connu';
  if (kind === 'share') return percent(value);
  if (kind === 'score') return signed(value);
  if (kind === 'mark') return `${decimal(value)} sur ${scaleMax}`;
  return value.toLocaleString('fr-FR');
}
