/** What is typed, imported or computed of an indicator: its definition, its targets, its values. */
import { z } from 'zod';
import type { EventId, SeriesId } from '#shared/ids.ts';
import { atMost } from '#shared/text.ts';
import {
  BINDING_SOURCES,
  DIRECTIONS,
  INDICATOR_KINDS,
  INDICATOR_PURPOSES,
  type IndicatorKind
} from '../indicators.ts';

const text = (most: number) => z.string().trim().max(most, atMost(most)).default('');
const year = z.int().min(1990, 'une année comme 2026').max(2100, 'une année comme 2026');
const yearly = z.object({ year, value: z.number() });

const binding = z.object({
  source: z.enum(BINDING_SOURCES),
  measure: z.string().min(1),
  series: z
    .int()
    .nullable()
    .default(null)
    .transform((id) => id as SeriesId | null),
  event: z
    .int()
    .nullable()
    .default(null)
    .transform((id) => id as EventId | null),
  combine: z.enum(['last', 'sum', 'mean']).default('last')
});

/** Values are as `INDICATOR_KINDS` says: a share between 0 and 1, an amount in cents. */
export const indicatorInput = z
  .object({
    label: z.string().trim().min(1, 'dites ce que l’on compte').max(200, atMost(200)),
    definition: text(1000),
    purpose: z.enum(INDICATOR_PURPOSES, 'choisissez suivi ou évaluation').default('follow-up'),
    kind: z.enum(INDICATOR_KINDS, 'choisissez une nature').default('count'),
    unit: text(80),
    scaleMax: z.number().positive('un nombre plus grand que 0').max(1000).nullable().default(null),
    direction: z.enum(DIRECTIONS, 'choisissez un sens').default('up'),
    baseline: yearly.nullable().default(null),
    source: text(300),
    binding: binding.nullable().default(null),
    targets: z.array(yearly).max(60).default([])
  })
  .superRefine((input, context) => {
    const issue = (path: (string | number)[], message: string) => {
      context.addIssue({ code: 'custom', path, message });
    };
    if (input.targets.length > 0 && unitOf(input) === '')
      issue(['unit'], 'une cible sans unité ne se lit pas');
    if (input.kind === 'mark' && input.scaleMax === null)
      issue(['scaleMax'], 'dites sur combien : 5, 10, 20');
    const values = [
      ...(input.baseline ? [{ path: 'baseline', ...input.baseline }] : []),
      ...input.targets.map((target) => ({ path: `targets.${target.year}`, ...target }))
    ];
    for (const { path, value } of values) {
      const wrong = valueIssue(input, value);
      if (wrong) issue(path.split('.'), wrong);
    }
    if (new Set(input.targets.map((one) => one.year)).size < input.targets.length)
      issue(['targets'], 'une cible par an');
  });
export type IndicatorInput = z.output<typeof indicatorInput>;

/** A value of a year. Null: takes off what was written by hand. */
export const valueInput = z.object({
  year,
  value: z.number().nullable(),
  comment: text(500),
  /** « Feuilles d’émargement »; empty: as the indicator says. */
  source: text(300)
});
export type ValueInput = z.output<typeof valueInput>;

/** Units that a kind says by itself. */
const OWN_UNITS: Partial<Record<IndicatorKind, string>> = {
  amount: 'euros',
  'yes-no': 'oui ou non',
  score: 'points, de −100 à +100',
  level: 'de 0 à 4'
};

/** The unit of an indicator: what is typed, or what its kind says by itself. */
export function unitOf({
  unit,
  kind,
  scaleMax
}: Pick<IndicatorInput, 'unit' | 'kind' | 'scaleMax'>): string {
  if (unit !== '') return unit;
  if (kind === 'mark' && scaleMax !== null) return 'note moyenne';
  return OWN_UNITS[kind] ?? '';
}

const MOST = 1_000_000_000_000;

interface Valued {
  readonly kind: IndicatorKind;
  readonly scaleMax: number | null;
  readonly binding: { readonly measure: string } | null;
}

/** What is gained between two waves may be lost. */
const GAIN = 'levelGain';

/** Why a value cannot be of an indicator; null when it can. */
export function valueIssue({ kind, scaleMax, binding }: Valued, value: number): string | null {
  const within = (low: number, high: number, message: string) =>
    value >= low && value <= high ? null : message;
  switch (kind) {
    case 'share':
      return within(0, 1, 'une part entre 0 et 100 %');
    case 'mark':
      return within(0, scaleMax ?? 1000, `une note entre 0 et ${scaleMax ?? 'son maximum'}`);
    case 'score':
      return within(-100, 100, 'un score entre −100 et 100');
    case 'level':
      return binding?.measure === GAIN
        ? within(-4, 4, 'un niveau entre −4 et 4')
        : within(0, 4, 'un niveau entre 0 et 4');
    case 'yes-no':
      return value === 0 || value === 1 ? null : 'oui ou non';
    case 'amount':
      return Number.isInteger(value)
        ? within(0, MOST, 'un montant comme 1 500')
        : 'un montant comme 1 500,50';
    default:
      return within(-MOST, MOST, 'un nombre plus petit');
  }
}
