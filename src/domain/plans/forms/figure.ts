/** Figures as people type them: « 1 200 », « 12,5 », « 85 % », « 1 500,50 € », « oui ». */
import { readAmount, typedAmount } from '#domain/events/budget.ts';
import type { IndicatorKind } from '../indicators.ts';

/**
 * A figure as it was typed.
 * @returns what `INDICATOR_KINDS` says; null for nothing typed; undefined when it cannot be read.
 */
export function readFigure(kind: IndicatorKind, typed: string): number | null | undefined {
  if (kind === 'amount') return readAmount(typed);
  const bare = typed
    .trim()
    .toLowerCase()
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace('\u2212', '-');
  if (bare === '') return null;
  if (kind === 'yes-no') return readYesNo(bare);
  const plain = (kind === 'share' ? bare.replace(/%$/, '') : bare).replace(',', '.');
  if (!/^[-+]?\d{1,12}(\.\d{1,6})?$/.test(plain)) return undefined;
  // A hundredth of a decimal number is not always the nearest one.
  return kind === 'share' ? Number((Number(plain) / 100).toFixed(8)) : Number(plain);
}

function readYesNo(bare: string): number | undefined {
  if (['oui', '1'].includes(bare)) return 1;
  return ['non', '0'].includes(bare) ? 0 : undefined;
}

/** A figure as it is typed again: 0.85 → « 85 ». */
export function typedFigure(kind: IndicatorKind, value: number | null): string {
  if (value === null) return '';
  if (kind === 'amount') return typedAmount(value);
  if (kind === 'yes-no') return value === 0 ? 'non' : 'oui';
  const shown = kind === 'share' ? value * 100 : value;
  return shown.toLocaleString('fr-FR', { maximumFractionDigits: 6 });
}

/** What to type, by kind, for who typed something else. */
export const FIGURE_EXAMPLES: Readonly<Record<IndicatorKind, string>> = {
  count: 'un nombre comme 1 200 ou 12,5',
  share: 'un pourcentage comme 85 ou 85 %',
  mark: 'une note comme 4,2',
  score: 'un score comme 35 ou −10',
  level: 'un niveau comme 2,5',
  amount: 'un montant comme 1 500 ou 1 500,50',
  'yes-no': 'oui ou non'
};
