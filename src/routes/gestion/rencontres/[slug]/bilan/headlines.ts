import type { EditionFigures } from '#domain/surveys/figures.ts';
import { EDITION_MEASURES, writeFigure } from '#domain/surveys/measures.ts';

/** A figure as the page shows it. */
export interface Shown {
  readonly code: string;
  readonly label: string;
  readonly text: string;
  readonly known: boolean;
  readonly source: string;
}

const BEFORE = ['registered', 'structures', 'professions', 'communes'];
const AFTER = ['present', 'attendance', 'structures', 'satisfaction'];

/** The four to read first: of who comes while it is to come, of what came of it afterwards. */
export function headlinesOf(figures: EditionFigures): Shown[] {
  return headlineCodes(figures).map((code) => shown(code, figures));
}

/** All the others; those that are not known by why. */
export function othersOf(figures: EditionFigures): {
  known: Shown[];
  unknown: { source: string; labels: string[] }[];
} {
  const first = headlineCodes(figures);
  const all = EDITION_MEASURES.map(({ code }) => code)
    .filter((code) => !first.includes(code))
    .map((code) => shown(code, figures));
  const bySource = new Map<string, string[]>();
  for (const { known, source, label } of all)
    if (!known) bySource.set(source, [...(bySource.get(source) ?? []), label]);
  return {
    known: all.filter(({ known }) => known),
    unknown: [...bySource].map(([source, labels]) => ({ source, labels }))
  };
}

function headlineCodes({ isPast, basis }: EditionFigures): readonly string[] {
  return isPast || basis === 'present' ? AFTER : BEFORE;
}

function shown(which: string, figures: EditionFigures): Shown {
  const measure = EDITION_MEASURES.find(({ code }) => code === which)!;
  const figure = measure.read(figures);
  return {
    ...{ code: measure.code, label: measure.label, source: figure.source },
    text: writeFigure(measure, figure),
    known: figure.value !== null
  };
}
