/** What may be said of an indicator, whoever says it. */
import type { Issue } from '#shared/errors.ts';
import type { IndicatorInput } from '../forms/indicator.ts';
import type { Indicator } from '../indicators.ts';
import { findMeasure } from './measures.ts';

/** What a form, an import or the demonstration says of an indicator; the rest is as usual. */
export type IndicatorDraft = Partial<IndicatorInput> & Pick<IndicatorInput, 'label'>;

/** More than a sheet ever has; a file imported by mistake has more. */
const MOST_INDICATORS = 60;
/** Marks are out of 5 in the questionnaires that come with Maillage. */
const USUAL_SCALE = 5;

/** A computed indicator is written as its measure is: nobody types it otherwise. */
export function asMeasured(input: IndicatorDraft): IndicatorDraft {
  const { binding } = input;
  const measure = binding && findMeasure(binding.source, binding.measure);
  if (!measure) return input;
  const { kind, unit, combines } = measure;
  const combine = combines.includes(binding.combine) ? binding.combine : 'last';
  const scaleMax = kind === 'mark' ? (input.scaleMax ?? USUAL_SCALE) : null;
  return { ...input, kind, unit, scaleMax, binding: { ...binding, combine } };
}

/** An indicator as it stands, with whether somebody wrote a value of it. */
type Standing = Indicator & {
  readonly written: readonly { readonly year: number; readonly value: number | null }[];
};

interface Change {
  readonly wanted: IndicatorInput;
  /** What it was; null for a new one. */
  readonly theirs: Standing | null;
  /** Those of the same sheet. */
  readonly fellows: readonly Standing[];
  readonly closedYears: readonly number[];
}

/** What the indicator was, against what it would be: neither figures nor closed years change their meaning. */
export function findBroken({ wanted, theirs, fellows, closedYears }: Change): Issue[] {
  const others = fellows.filter((one) => one.id !== theirs?.id);
  const written = theirs?.written.some(({ value }) => value !== null) ?? false;
  const moved = closedYears.filter(
    (year) => targetIn(theirs?.targets ?? [], year) !== targetIn(wanted.targets, year)
  );
  return [
    ...(theirs ? findTwin(wanted.label, others) : findCrowd(wanted.label, others)),
    ...(written && theirs!.kind !== wanted.kind
      ? [
          {
            path: 'kind',
            message: 'des valeurs sont écrites dans cette nature : définissez un autre indicateur'
          }
        ]
      : []),
    ...(theirs ? meaningBroken(theirs, wanted, closedYears) : []),
    ...moved.map((year) => ({
      path: `targets.${year}`,
      message: `l’année ${year} est close : sa cible ne change plus`
    }))
  ];
}

/** Why one more may not join these, new or put back. */
export function findCrowd(label: string, fellows: readonly Pick<Indicator, 'label'>[]): Issue[] {
  const isFull = fellows.length >= MOST_INDICATORS;
  return [
    ...findTwin(label, fellows),
    ...(isFull ? [{ path: 'label', message: `${MOST_INDICATORS} indicateurs au plus` }] : [])
  ];
}

function findTwin(label: string, others: readonly Pick<Indicator, 'label'>[]): Issue[] {
  const named = (text: string) => text.toLocaleLowerCase('fr');
  return others.some((one) => named(one.label) === named(label))
    ? [{ path: 'label', message: 'un indicateur porte déjà ce nom ici' }]
    : [];
}

/** Once a closed year has a value, what it was read from and its unit stay. */
function meaningBroken(
  theirs: Standing,
  wanted: IndicatorInput,
  closedYears: readonly number[]
): Issue[] {
  const year = theirs.written.find(
    (one) => one.value !== null && closedYears.includes(one.year)
  )?.year;
  if (year === undefined) return [];
  const ends = 'définissez un autre indicateur';
  if (!isSameBinding(theirs.binding, wanted.binding) && !isLost(theirs.binding))
    return [
      { path: 'binding', message: `${year} est close avec ce que l’on suivait\u00a0: ${ends}` }
    ];
  // A computed one has the unit of its measure.
  return wanted.binding === null && theirs.unit !== wanted.unit
    ? [{ path: 'unit', message: `${year} est close dans cette unité\u00a0: ${ends}` }]
    : [];
}

/** What it followed was deleted: something else may be followed, or nothing. */
function isLost(binding: Indicator['binding']): boolean {
  const dated = binding?.source === 'edition' || binding?.source === 'effect';
  return dated && binding.series === null && binding.event === null;
}

type AnyBinding = Indicator['binding'] | IndicatorInput['binding'];

function isSameBinding(one: AnyBinding, other: AnyBinding): boolean {
  return JSON.stringify(comparableBinding(one)) === JSON.stringify(comparableBinding(other));
}

function targetIn(targets: Indicator['targets'], year: number): number | null {
  return targets.find((target) => target.year === year)?.value ?? null;
}

type Comparable = Pick<
  Indicator,
  'label' | 'definition' | 'purpose' | 'kind' | 'unit' | 'scaleMax' | 'direction' | 'source'
> &
  Pick<Indicator, 'baseline' | 'targets'> & {
    readonly binding: AnyBinding;
  };

/** Whether nothing of a definition would change. */
export function isSameDefinition(one: Indicator, wanted: IndicatorInput): boolean {
  return JSON.stringify(comparable(one)) === JSON.stringify(comparable(wanted));
}

function comparable({ binding, ...one }: Comparable) {
  return [
    ...[one.label, one.definition, one.purpose, one.kind, one.unit, one.scaleMax, one.direction],
    ...[one.baseline?.year, one.baseline?.value, one.source],
    ...comparableBinding(binding),
    one.targets.toSorted((a, b) => a.year - b.year).map(({ year, value }) => [year, value])
  ];
}

function comparableBinding(binding: AnyBinding): unknown[] {
  const idOf = (thing: { readonly id: number } | number | null) =>
    typeof thing === 'number' ? thing : (thing?.id ?? null);
  if (!binding) return [];
  const { source, measure, series, event, combine } = binding;
  return [source, measure, idOf(series), idOf(event), combine];
}
