import { parse } from 'csv-parse/sync';
import readWorkbook from 'read-excel-file/node';
import { expect, test } from 'vitest';
import type { EventId } from '#shared/ids.ts';
import { figuresOf, type EditionCounts } from '../../figures.ts';
import { EDITION_MEASURES } from '../../measures.ts';
import { writeFigures } from './documents.ts';

const NOW = new Date('2027-06-01T10:00:00Z');
const COUNTS: EditionCounts = {
  edition: {
    ...{ id: 1 as EventId, slug: 'journee', title: '=1+1', status: 'published' },
    ...{ startsAt: new Date('2027-03-18T08:00:00Z'), endsAt: new Date('2027-03-18T16:00:00Z') },
    timeZone: 'Europe/Paris'
  },
  ...{ declared: null, declaredSource: '', registered: 4, walkIns: 0, noted: true, present: 3 },
  ...{ presentExpected: 3, people: 3, erased: 0, erasedUnlisted: 0, types: [], communes: [] },
  professions: [{ label: 'Infirmier', count: 3 }],
  structures: [{ label: '@SOMME(A1)', count: 2 }],
  ...{ earlier: [], earlierUnknown: [], comparable: 3, firstTimers: 3 }
};
const figures = figuresOf(
  COUNTS,
  [
    {
      ...{ measure: 'satisfaction', label: '+Satisfaction ?', value: 4.26, scaleMax: 5 },
      ...{ answers: 6, response: { asked: 8, answers: 6, rate: 0.75 } }
    },
    {
      ...{ measure: 'recommendation', label: 'Recommander', value: -12, scaleMax: 100 },
      ...{ answers: 6, response: { asked: 8, answers: 6, rate: 0.75 } }
    }
  ],
  NOW
);

test('a file says each figure with its unit and its source, and nothing in the place of what is not known', async () => {
  const bytes = await writeFigures([figures], 'csv');
  const rows: string[][] = parse(bytes, { bom: true, delimiter: ';' });
  const of = (label: string) => rows.find((row) => row[3] === label)!;
  expect(of('Personnes présentes').slice(1, 6)).toEqual([
    ...['2027-03-18', 'Chiffres', 'Personnes présentes', '3', 'personnes']
  ]);
  expect(of('Taux de présence')[4]).toBe('75');
  expect(of('Satisfaction').slice(4, 6)).toEqual(['4,26', 'sur 5']);
  expect(of('Recommandation (NPS)')[4]).toBe('-12');
  expect(of('Premières venues').slice(4)).toEqual([
    ...['', 'personnes', 'Aucune édition antérieure n’a d’inscriptions à comparer.']
  ]);
  expect(of('Infirmier').slice(2, 6)).toEqual([
    ...['Par profession', 'Infirmier', '3', 'personnes présentes']
  ]);
  expect(rows.every((row) => row[6] !== '')).toBe(true);
});

test('no cell of a file is taken for a formula', async () => {
  const rows: string[][] = parse(await writeFigures([figures], 'csv'), {
    ...{ bom: true, delimiter: ';' }
  });
  expect(rows.flat().filter((cell) => /^[=+@\t\r]/.test(cell))).toEqual([]);
  expect(rows.flat().filter((cell) => cell.startsWith('-'))).toEqual(['-12']);
  expect(rows[1]![0]).toBe("'=1+1");
  expect(rows.flat()).toContain("'@SOMME(A1)");
});

test('a workbook sets the editions side by side', async () => {
  const sheets = await readWorkbook(await writeFigures([figures, figures], 'xlsx'));
  expect(sheets.map(({ sheet }) => sheet)).toEqual(['Comparaison', 'Chiffres et sources']);
  const [compared] = sheets;
  expect(compared!.data).toHaveLength(EDITION_MEASURES.length + 1);
  expect(compared!.data[0]).toEqual(['Chiffre', "'=1+1", "'=1+1"]);
  expect(compared!.data.find((row) => row[0] === 'Satisfaction')).toEqual([
    ...['Satisfaction', '4,3 sur 5', '4,3 sur 5']
  ]);
});
