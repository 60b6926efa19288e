/** An indicator as it is printed: its years side by side, with what to draw of them. */
import { formatAmount } from '#domain/events/budget.ts';
import type { FollowedIndicator, Indicator } from '../indicators.ts';
import { isReached } from '../key-figures.ts';

export interface IndicatorPaper {
  readonly label: string;
  readonly definition: string;
  /** « suivi · en participants ». */
  readonly about: string;
  /** « Valeur de départ : 80 participants (2024) »; or nothing. */
  readonly baseline: string;
  readonly years: readonly IndicatorYear[];
  /** Where its last value comes from, else where they are read; or nothing. */
  readonly source: string;
  /** Where zero is, as a share of the height. */
  readonly zero: number;
  /** Whether there is a figure to draw. */
  readonly isDrawn: boolean;
  /** Nothing is known of it but its name. */
  readonly isBare: boolean;
}

export interface IndicatorYear {
  readonly year: string;
  readonly target: string;
  readonly value: string;
  /** As shares of the height; null: nothing to draw. */
  readonly bar: number | null;
  readonly mark: number | null;
  /** Whether the value is what was aimed at; null when one of them is missing. */
  readonly isReached: boolean | null;
}

/** What is known of an indicator, year by year: those of its targets and its values. */
export function indicatorPaper(indicator: FollowedIndicator): IndicatorPaper {
  const { label, definition, targets, values, baseline } = indicator;
  const known = values.filter(({ value }) => value !== null);
  const figures = [...targets, ...known].map(({ value }) => value ?? 0);
  const top = Math.max(0, ...figures);
  const bottom = Math.min(0, ...figures);
  const height = (value: number) => (top === bottom ? 0 : (value - bottom) / (top - bottom));
  const years = [...new Set([...targets, ...known].map(({ year }) => year))].sort((a, b) => a - b);
  const source = known.at(-1)?.source || indicator.source;
  return {
    ...{ label, definition, source },
    about: [indicator.purpose === 'result' ? 'Évaluation' : 'Suivi', indicator.unit]
      .filter(Boolean)
      .join(' · '),
    baseline: baseline
      ? `Valeur de départ\u00a0: ${writeValue(indicator, baseline.value)} (${baseline.year})`
      : '',
    years: years.map((year) => {
      const target = targets.find((one) => one.year === year)?.value ?? null;
      const value = values.find((one) => one.year === year)?.value ?? null;
      return {
        year: String(year),
        target: target === null ? '' : writeValue(indicator, target),
        value: value === null ? '' : writeValue(indicator, value),
        bar: value === null ? null : height(value),
        mark: target === null ? null : height(target),
        isReached:
          value === null || target === null ? null : isReached(indicator.direction, value, target)
      };
    }),
    zero: height(0),
    isDrawn: top !== bottom && years.length > 0,
    isBare: years.length === 0 && !definition && !baseline && !source
  };
}

/** A value without its unit: « 85 % », « 4,2 sur 5 », « 1 500 € », « oui ». */
export function writeValue(
  { kind, scaleMax }: Pick<Indicator, 'kind' | 'scaleMax'>,
  value: number
): string {
  const number = (most: number) => value.toLocaleString('fr-FR', { maximumFractionDigits: most });
  switch (kind) {
    case 'share':
      return `${(value * 100).toLocaleString('fr-FR', { maximumFractionDigits: 1 })}\u00a0%`;
    case 'mark':
      return scaleMax === null ? number(1) : `${number(1)}\u00a0sur\u00a0${scaleMax}`;
    case 'amount':
      return formatAmount(value);
    case 'yes-no':
      return value === 0 ? 'non' : 'oui';
    default:
      return number(2);
  }
}
