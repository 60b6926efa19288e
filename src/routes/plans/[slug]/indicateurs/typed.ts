/** What the form of an indicator sends, as typed, and what a refusal gives back to show it again. */
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { IndicatorDraft } from '#domain/plans/figures/definition.ts';
import { findMeasure } from '#domain/plans/figures/measures.ts';
import { FIGURE_EXAMPLES, readFigure, typedFigure } from '#domain/plans/forms/figure.ts';
import {
  BINDING_SOURCES,
  DIRECTIONS,
  INDICATOR_KINDS,
  INDICATOR_PURPOSES,
  type Indicator,
  type IndicatorKind
} from '#domain/plans/indicators.ts';
import type { EventId, SeriesId } from '#shared/ids.ts';
import { numberOf, text } from '../../../gestion/rencontres/reading.ts';

/** Everything as it was typed; `targets` by year. */
export interface TypedIndicator {
  version: string;
  label: string;
  definition: string;
  purpose: string;
  kind: IndicatorKind;
  unit: string;
  scaleMax: string;
  direction: string;
  baselineYear: string;
  baseline: string;
  source: string;
  targets: Record<string, string>;
  binding: IndicatorDraft['binding'];
}

export interface Answer {
  readonly typed: TypedIndicator;
  readonly errors?: Record<string, string>;
  readonly readings?: SecondReading;
  readonly theirs?: Indicator;
  readonly message?: string;
  /** Somebody took it off: saving puts it back. */
  readonly removed?: boolean;
}

/** The field of each path of the schema. */
export const FIELDS: Readonly<Record<string, string>> = {
  ...{ label: 'libelle', definition: 'definition', purpose: 'objet', kind: 'nature' },
  ...{ unit: 'unite', scaleMax: 'sur', direction: 'sens', source: 'source', binding: 'mesure' },
  ...{ baseline: 'depart', 'baseline.value': 'depart', 'baseline.year': 'depart-annee' }
};
export const LABELS: Readonly<Record<string, string>> = {
  ...{ libelle: 'Indicateur', definition: 'Ce que l’on compte', objet: 'Objet', nature: 'Nature' },
  ...{ unite: 'Unité', sur: 'Note sur', sens: 'Sens', source: 'Source', mesure: 'Calcul' },
  ...{ depart: 'Valeur de départ', 'depart-annee': 'Année de départ' }
};

export const BLANK: TypedIndicator = {
  ...{ version: '', label: '', definition: '', purpose: 'follow-up', kind: 'count', unit: '' },
  ...{ scaleMax: '5', direction: 'up', baselineYear: '', baseline: '', source: '', targets: {} },
  binding: null
};

export function indicatorAsTyped(one: Indicator): TypedIndicator {
  const { kind, baseline, binding } = one;
  return {
    ...{ version: String(one.version), label: one.label, definition: one.definition },
    ...{ purpose: one.purpose, kind, unit: one.unit, direction: one.direction },
    ...{ source: one.source, scaleMax: typedFigure('count', one.scaleMax ?? 5) },
    ...{
      baselineYear: String(baseline?.year ?? ''),
      baseline: typedFigure(kind, baseline?.value ?? null)
    },
    targets: Object.fromEntries(
      one.targets.map(({ year, value }) => [String(year), typedFigure(kind, value)])
    ),
    binding: binding && {
      ...{ source: binding.source, measure: binding.measure, combine: binding.combine },
      ...{ series: binding.series?.id ?? null, event: binding.event?.id ?? null }
    }
  };
}

const of = <T extends string>(all: readonly T[], value: string, usual: T): T =>
  all.find((one) => one === value) ?? usual;

/** What a measure makes of a blank form: its name, its nature, its unit, its sense. */
export function withMeasure(
  typed: TypedIndicator,
  binding: IndicatorDraft['binding']
): TypedIndicator {
  const measure = binding && findMeasure(binding.source, binding.measure);
  if (!measure) return typed;
  const { label, kind, unit, direction } = measure;
  return { ...typed, label: typed.label || label, kind, unit, direction, binding };
}

/** A measure as an address or hidden fields name it; null when they name none. */
export function readBinding(get: (name: string) => string): IndicatorDraft['binding'] {
  const source = BINDING_SOURCES.find((one) => one === get('calcul'));
  if (!source) return null;
  return {
    ...{ source, measure: get('mesure') },
    combine: of(['last', 'sum', 'mean'], get('reunir'), 'last'),
    series: (numberOf(get('serie')) || null) as SeriesId | null,
    event: (numberOf(get('rencontre')) || null) as EventId | null
  };
}

export function readIndicator(form: FormData): TypedIndicator {
  const get = (name: string) => text(form, name);
  const binding = readBinding(get);
  const measure = binding && findMeasure(binding.source, binding.measure);
  const targets = [...form.keys()].filter((name) => /^cible-\d{4}$/.test(name));
  return {
    ...{ version: get('version'), label: get('libelle'), definition: get('definition') },
    ...{ purpose: get('objet'), unit: get('unite'), scaleMax: get('sur') || '5' },
    kind: measure?.kind ?? of(INDICATOR_KINDS, get('nature'), 'count'),
    ...{ direction: get('sens'), source: get('source'), binding },
    ...{ baselineYear: get('depart-annee'), baseline: get('depart') },
    targets: Object.fromEntries(targets.map((name) => [name.slice(6), get(name)]))
  };
}

/** What was typed, as the domain reads it, and what cannot be read. */
export function understand(typed: TypedIndicator): {
  draft: IndicatorDraft;
  errors: Record<string, string>;
} {
  const errors: Record<string, string> = {};
  const figure = (name: string, label: string, value: string, kind = typed.kind) => {
    const read = readFigure(kind, value);
    if (read === undefined) errors[name] = `${label}\u00a0: ${FIGURE_EXAMPLES[kind]}`;
    return read ?? null;
  };
  const baseline = figure('depart', 'Valeur de départ', typed.baseline);
  const year = Number(typed.baselineYear);
  if (baseline !== null && !typed.baselineYear)
    errors['depart-annee'] = 'Année de départ\u00a0: de quand date la valeur de départ\u00a0?';
  if (baseline === null && typed.baselineYear && !errors['depart'])
    errors['depart'] = 'Valeur de départ\u00a0: dites-la, ou effacez son année';
  const targets = Object.entries(typed.targets).flatMap(([of, value]) => {
    const read = figure(`cible-${of}`, `Cible ${of}`, value);
    return read === null ? [] : [{ year: Number(of), value: read }];
  });
  const scaleMax =
    typed.kind === 'mark' ? figure('sur', 'Note sur', typed.scaleMax, 'count') : null;
  const draft = {
    ...{ label: typed.label, definition: typed.definition, unit: typed.unit },
    ...{ kind: typed.kind, source: typed.source, binding: typed.binding, targets, scaleMax },
    purpose: of(INDICATOR_PURPOSES, typed.purpose, 'follow-up'),
    direction: of(DIRECTIONS, typed.direction, 'up'),
    baseline: baseline === null ? null : { year, value: baseline }
  };
  return { draft, errors };
}
