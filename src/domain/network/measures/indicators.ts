/** What a wave may be measured by, for the indicators of plans and the effect of a rencontre. */
import type { Figure } from '#domain/surveys/figures.ts';
import { formatDate } from '#shared/dates.ts';
import { ACQUAINTED, LEVEL_LABELS, type Level, type Wave } from '../model.ts';
import type { Estimate } from './asked.ts';
import { densityAt, type WaveFigures } from './figures.ts';
import { describeAnswers, writeCountRange, writeMeanRange, writeShareRange } from './words.ts';

/** A wave and its figures. */
export interface MeasuredWave {
  readonly wave: Wave;
  readonly figures: WaveFigures;
}

/** One measure that a wave gives, to be compared or followed by a plan; as `EditionMeasure` is for an edition. */
interface NetworkMeasure {
  readonly code: string;
  readonly label: string;
  /** A number, a share between 0 and 1, a mean of levels from 0 to 4. */
  readonly kind: 'count' | 'share' | 'level';
  /** What is counted, in words. */
  readonly unit: string;
  /** Whether more, or less, is better. */
  readonly direction: 'up' | 'down';
  readonly read: (
    measured: MeasuredWave
  ) => Figure & { readonly low: number; readonly high: number };
}

/** All that a wave may be measured by; the codes are kept by the indicators that follow them. */
export const NETWORK_MEASURES: readonly NetworkMeasure[] = [
  {
    ...{ code: 'response', label: 'Taux de réponse', kind: 'share', direction: 'up' },
    unit: '% des structures interrogées',
    read: (one) => figureOf(one, one.figures.response, writeShareRange)
  },
  ...([1, ACQUAINTED, 3, 4] as const).map(density),
  {
    ...{ code: 'reciprocity', label: 'Réciprocité', kind: 'share', direction: 'up' },
    unit: '% des paires dont l’une dit avoir échangé',
    read: (one) => figureOf(one, one.figures.reciprocity, writeShareRange)
  },
  {
    ...{ code: 'level', label: 'Niveau moyen d’interconnaissance', kind: 'level' },
    ...{ direction: 'up', unit: 'de 0 à 4' },
    read: (one) => figureOf(one, one.figures.meanLevel, writeMeanRange)
  },
  {
    ...{ code: 'isolated', label: 'Structures isolées', kind: 'count', direction: 'down' },
    unit: 'structures',
    read: (one) => figureOf(one, one.figures.isolation, writeCountRange)
  }
];

function density(level: Level): NetworkMeasure {
  return {
    ...{ code: `density-${level}`, kind: 'share', direction: 'up', unit: '% des réponses' },
    label: `Densité à «\u00a0${LEVEL_LABELS[level].toLowerCase()}\u00a0» ou mieux`,
    read: (one) => figureOf(one, densityAt(one.figures, level), writeShareRange)
  };
}

/** « D’après la vague 2, close le 12 juin 2026 : 32 structures sur 45 ont répondu, 412 réponses sur 560. Entre… » */
function figureOf(
  { wave, figures }: MeasuredWave,
  { value, low, high }: Estimate,
  writeRange: (estimate: Estimate) => string
) {
  const answers = densityAt(figures, ACQUAINTED);
  if (answers.known === 0)
    return { value: null, low, high, source: `Personne n’a répondu à la vague ${wave.number}.` };
  const when = wave.closedAt ? `close le ${formatDate(wave.closedAt)}` : 'encore ouverte';
  const told = `D’après la vague ${wave.number}, ${when}\u00a0: ${describeAnswers(figures.response, answers)}.`;
  const range = writeRange({ value, low, high, known: answers.known, of: answers.of });
  return { value, low, high, source: range ? `${told} ${range}` : told };
}
