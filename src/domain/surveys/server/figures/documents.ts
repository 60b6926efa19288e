import { stringify } from 'csv-stringify/sync';
import { writeWorkbookBytes } from '#domain/directory/server/transfer/workbook/documents.ts';
import { neutralise } from '#domain/directory/transfer/cells.ts';
import { civilTime } from '#shared/dates.ts';
import type { Edition, EditionFigures } from '../../figures.ts';
import { EDITION_MEASURES, writeFigure, type EditionMeasure } from '../../measures.ts';

export const FIGURE_FORMATS = ['csv', 'xlsx'] as const;
export type FigureFormat = (typeof FIGURE_FORMATS)[number];

/**
 * The figures of editions as a file: one line a figure with its source, then how people are told apart. A workbook also
 * sets the editions side by side. No name is in it.
 */
export async function writeFigures(
  editions: readonly EditionFigures[],
  format: FigureFormat
): Promise<Buffer> {
  const lines = listFigures(editions);
  if (format === 'csv') return Buffer.from(stringify(lines, { bom: true, delimiter: ';' }));
  return writeWorkbookBytes([
    {
      name: 'Comparaison',
      rows: compareLines(editions),
      widths: [30, ...editions.map(() => 26)]
    },
    { name: 'Chiffres et sources', rows: lines, widths: [34, 14, 26, 34, 14, 30, 80] }
  ]);
}

function compareLines(editions: readonly EditionFigures[]): string[][] {
  return [
    ['Chiffre', ...editions.map(({ edition }) => neutralise(edition.title))],
    ...EDITION_MEASURES.map((measure) => [
      measure.label,
      ...editions.map((figures) => writeFigure(measure, measure.read(figures)))
    ])
  ];
}

const HEAD = ['Édition', 'Date', 'Rubrique', 'Chiffre', 'Valeur', 'Unité', 'Source'];
const BREAKDOWNS = [
  ['professions', 'Par profession'],
  ['types', 'Par type de structure'],
  ['structures', 'Par structure'],
  ['communes', 'Par commune d’exercice']
] as const;

function listFigures(editions: readonly EditionFigures[]): string[][] {
  const lines = editions.flatMap((figures) => {
    const of = [neutralise(figures.edition.title), dayOf(figures.edition)];
    const whom = figures.basis === 'present' ? 'personnes présentes' : 'personnes inscrites';
    return [
      ...EDITION_MEASURES.map((measure) => [...of, 'Chiffres', ...lineOf(measure, figures)]),
      ...BREAKDOWNS.flatMap(([key, title]) =>
        figures.breakdowns[key].map(({ label, count }) => [
          ...[...of, title, neutralise(label), String(count), whom, figures[key].source]
        ])
      )
    ];
  });
  return [HEAD, ...lines];
}

function lineOf(measure: EditionMeasure, figures: EditionFigures): string[] {
  const { value, source, scaleMax } = measure.read(figures);
  const unit = measure.kind === 'mark' && scaleMax ? `sur ${scaleMax}` : measure.unit;
  return [measure.label, numberOf(measure, value), unit, neutralise(source)];
}

/** As a French spreadsheet reads a number; empty when it is not known. */
function numberOf({ kind }: EditionMeasure, value: number | null): string {
  if (value === null) return '';
  const shown = kind === 'share' ? 100 * value : value;
  return String(Math.round(shown * 100) / 100).replace('.', ',');
}

function dayOf({ startsAt, timeZone }: Edition): string {
  return startsAt ? civilTime(startsAt, timeZone).slice(0, 10) : '';
}
