import { expect, test } from 'vitest';
import { addDays } from '#shared/dates.ts';
import file from './defaults/school-holidays.json' with { type: 'json' };
import { dayOff, lastKnownSchoolDay, schoolSources, schoolZone, SCHOOL_ZONES } from './holidays.ts';

function publicHolidaysOf(year: number, departement: string | null): string[] {
  const days = Array.from({ length: 365 }, (_, at) => addDays(`${year}-01-01`, at));
  return days.flatMap((day) => {
    const name = dayOff(day, departement).publicHoliday;
    return name ? [`${day.slice(5)} ${name}`] : [];
  });
}

const MAINLAND = [
  '01-01 Jour de l’an',
  '03-29 Lundi de Pâques',
  '05-01 Fête du Travail',
  '05-06 Ascension',
  '05-08 Victoire 1945',
  '05-17 Lundi de Pentecôte',
  '07-14 Fête nationale',
  '08-15 Assomption',
  '11-01 Toussaint',
  '11-11 Armistice 1918',
  '12-25 Noël'
];

test('the eleven public holidays of 2027, named as the labour code does', () => {
  expect(publicHolidaysOf(2027, '29')).toEqual(MAINLAND);
  expect(publicHolidaysOf(2027, null)).toEqual(MAINLAND);
});

test.each(['57', '67', '68'])(
  'the %s has two more: the local law of Alsace-Moselle',
  (departement) => {
    expect(publicHolidaysOf(2027, departement)).toEqual(
      ['03-26 Vendredi saint', ...MAINLAND, '12-26 Lendemain de Noël'].sort()
    );
  }
);

test('the neighbours of Alsace-Moselle do not', () => {
  expect(dayOff('2027-12-26', '54').publicHoliday).toBeNull();
  expect(dayOff('2027-03-26', '88').publicHoliday).toBeNull();
});

test.each([
  ['971', '05-27'],
  ['972', '05-22'],
  ['973', '06-10'],
  ['974', '12-20'],
  ['976', '04-27']
])('overseas, the abolition of slavery: %s, %s', (departement, day) => {
  expect(dayOff(`2027-${day}`, departement).publicHoliday).toBe('Abolition de l’esclavage');
  expect(dayOff(`2027-${day}`, '75').publicHoliday).toBeNull();
});

test('Easter moves, and what hangs on it: 2026', () => {
  expect(dayOff('2026-04-06', '75').publicHoliday).toBe('Lundi de Pâques');
  expect(dayOff('2026-05-14', '75').publicHoliday).toBe('Ascension');
  expect(dayOff('2026-05-25', '75').publicHoliday).toBe('Lundi de Pentecôte');
});

test('each of the 96 départements of the mainland and Corsica has one zone, and overseas none', () => {
  const all = SCHOOL_ZONES.flatMap((zone) => file.departements[zone]);
  expect(new Set(all).size).toBe(96);
  expect(all).toHaveLength(96);
  expect([schoolZone('29'), schoolZone('41'), schoolZone('82'), schoolZone('69')]).toEqual([
    ...['B', 'B', 'C', 'A']
  ]);
  expect([schoolZone('2A'), schoolZone('974'), schoolZone(null)]).toEqual(['Corse', null, null]);
});

test.each([
  ['2027-02-06', [null, null, 'Vacances d’hiver']],
  ['2027-02-13', ['Vacances d’hiver', null, 'Vacances d’hiver']],
  ['2027-02-20', ['Vacances d’hiver', 'Vacances d’hiver', 'Vacances d’hiver']],
  ['2027-02-22', ['Vacances d’hiver', 'Vacances d’hiver', null]],
  ['2027-03-01', [null, 'Vacances d’hiver', null]],
  ['2027-03-08', [null, null, null]],
  ['2026-10-16', [null, null, null]],
  ['2026-10-17', Array(3).fill('Vacances de la Toussaint')],
  ['2027-05-07', Array(3).fill('Pont de l’Ascension')],
  ['2026-04-20', [null, 'Vacances de printemps', 'Vacances de printemps']]
])('%s in zones A, B and C', (day, names) => {
  expect(['69', '29', '75'].map((departement) => dayOff(day, departement).schoolHoliday)).toEqual(
    names
  );
});

test('periods of winter and spring last sixteen days, and none goes beyond its year', () => {
  for (const { from, to, periods } of file.years)
    for (const period of periods) {
      expect(period.from < period.to && from <= period.from && period.to <= to).toBe(true);
      if (/hiver|Toussaint/.test(period.name)) expect(addDays(period.from, 15)).toBe(period.to);
    }
});

test('beyond what is published, nothing is said of school', () => {
  expect(lastKnownSchoolDay('B')).toBe('2028-07-03');
  expect(dayOff('2028-12-25', '29')).toEqual({
    publicHoliday: 'Noël',
    schoolHoliday: null,
    schoolKnown: false
  });
  expect(dayOff('2027-02-20', '2A').schoolKnown).toBe(false);
  expect(dayOff('2026-02-20', '2A')).toMatchObject({
    schoolHoliday: 'Vacances d’hiver',
    schoolKnown: true
  });
  expect(dayOff('2027-02-20', '974').schoolKnown).toBe(false);
  expect(dayOff('2027-02-20', null).schoolKnown).toBe(false);
});

test('the order that sets a calendar is named once', () => {
  const sources = schoolSources(['2027-02-04', '2027-02-11', '2027-10-07'], 'B');
  expect(sources.map(({ url }) => url)).toEqual([
    'https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000052416058',
    'https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000054457294'
  ]);
});
