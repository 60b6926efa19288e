import type { EditionFigures } from '#domain/surveys/figures.ts';
import { EDITION_MEASURES, writeFigure, type MeasureKind } from '#domain/surveys/measures.ts';
import { civilTime } from '#shared/dates.ts';

/** One small drawing among others: the same measures from one edition to the next. */
export interface Chart {
  readonly caption: string;
  readonly kind: MeasureKind;
  readonly points: readonly string[];
  readonly series: readonly {
    readonly label: string;
    readonly values: readonly (number | null)[];
  }[];
}

const CHARTS = [
  ['registered', 'present'],
  ['attendance'],
  ['structures'],
  ['firstTimersShare'],
  ['satisfaction'],
  ['recommendation']
] as const;

/** Those that at least two editions tell; shares in hundredths. */
export function chartsOf(editions: readonly EditionFigures[]): Chart[] {
  const points = pointsOf(editions);
  return CHARTS.flatMap((codes) => {
    const measures = codes.map((which) => EDITION_MEASURES.find(({ code }) => code === which)!);
    const series = measures.map(({ label, kind, read }) => ({
      label,
      values: editions.map((figures) => scaled(kind, read(figures).value))
    }));
    const known = points.filter((_, at) => series.some(({ values }) => values[at] !== null));
    if (known.length < 2) return [];
    const { kind } = measures[0]!;
    const caption = codes.length > 1 ? 'Personnes' : measures[0]!.label;
    return [{ caption, kind, points, series }];
  });
}

function scaled(kind: MeasureKind, value: number | null): number | null {
  if (value === null) return null;
  return kind === 'share' ? Math.round(100 * value) : value;
}

/** « 2026 »; with the month where two editions are of one year. */
function pointsOf(editions: readonly EditionFigures[]): string[] {
  const days = editions.map(({ edition: { startsAt, timeZone } }) =>
    startsAt ? civilTime(startsAt, timeZone).slice(0, 10) : 'à venir'
  );
  const years = days.map((day) => (day === 'à venir' ? day : day.slice(0, 4)));
  if (new Set(years).size === years.length) return years;
  return days.map((day) => (day === 'à venir' ? day : day.split('-').toReversed().join('/')));
}

/** Every measure that one edition knows, the editions side by side. */
export function tableOf(editions: readonly EditionFigures[]) {
  const points = pointsOf(editions);
  return {
    columns: editions.map(({ edition }, at) => ({ key: edition.slug, label: points[at]! })),
    rows: EDITION_MEASURES.filter(({ read }) =>
      editions.some((figures) => read(figures).value !== null)
    ).map((measure) => ({
      code: measure.code,
      label: measure.label,
      cells: Object.fromEntries(
        editions.map((figures) => {
          const figure = measure.read(figures);
          return [
            figures.edition.slug,
            { text: writeFigure(measure, figure), known: figure.value !== null }
          ];
        })
      )
    })),
    notes: editions.flatMap(({ present, basis, isPast }, at) => {
      if (present.declared) return [`${points[at]}\u00a0: ${lower(present.source)}`];
      if (basis === 'present') return [];
      return isPast ? [`${points[at]}\u00a0: d’après les inscriptions, sans entrées notées.`] : [];
    })
  };
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
