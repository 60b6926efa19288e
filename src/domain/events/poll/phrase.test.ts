import { expect, test } from 'vitest';
import { misreadMessage, readPhrase } from './phrase.ts';

/** A Sunday. */
const TODAY = '2026-11-22';

function read(text: string): string[] {
  const reading = readPhrase(text, TODAY);
  if (!reading.ok) throw new Error(`${text} : ${reading.reason} ${reading.detail}`);
  expect({ text, unread: reading.unread }).toEqual({ text, unread: [] });
  return reading.slots.map(
    ({ start, end }) => `${start.slice(0, 10)} ${start.slice(11)}-${end.slice(11)}`
  );
}

const thursdays = ['2027-02-04', '2027-02-11', '2027-02-18', '2027-02-25'];
const mornings = (days: readonly string[]) => days.map((day) => `${day} 09:00-12:30`);

test.each([
  'les jeudis matin de février',
  'Les jeudis matins de février 2027',
  'jeudi matin en février',
  'tous les jeudis matin du mois de février',
  'le jeudi matin, en fevrier',
  'les matins des jeudis de février',
  'Tous les jeudis de 9 h à 12 h 30 du 4 au 25 février',
  'tous les jeudis de 9h à 12h30 du jeudi 4 au jeudi 25 février',
  'jeudis 9h-12h30 entre le 1er et le 28 février',
  'jeudis, de 9:00 à 12:30, du 1er février au 28 février 2027',
  'les 4, 11, 18 et 25 février matin',
  'les jeudis 4, 11, 18 et 25 février le matin'
])('« %s » is four Thursday mornings', (text) => {
  expect(read(text)).toEqual(mornings(thursdays));
});

test('two days share the moment said after them; each keeps its own when it has one', () => {
  expect(read('mardi ou jeudi après-midi du 1er au 7 mars')).toEqual([
    '2027-03-02 14:00-17:00',
    '2027-03-04 14:00-17:00'
  ]);
  expect(read('mardi matin ou jeudi après-midi du 1er au 7 mars')).toEqual([
    '2027-03-02 09:00-12:30',
    '2027-03-04 14:00-17:00'
  ]);
  expect(read('le matin et l’après-midi, jeudi, du 1er au 7 mars')).toEqual([
    '2027-03-04 09:00-12:30',
    '2027-03-04 14:00-17:00'
  ]);
});

test('« mardi ou jeudi après-midi en mars » is nine afternoons', () => {
  expect(read('mardi ou jeudi après-midi en mars')).toHaveLength(9);
});

test('a month that is over is the one of next year; this month is this one', () => {
  expect(read('les lundis soir de novembre').map((slot) => slot.slice(0, 7))).toContain('2026-11');
  expect(read('les lundis soir d’octobre')[0]).toBe('2027-10-04 18:30-20:30');
});

test('months follow one another, or are listed', () => {
  expect(read('le premier jeudi matin de février à avril')).toEqual(
    mornings(['2027-02-04', '2027-03-04', '2027-04-01'])
  );
  expect(read('les 1er et 3e jeudis matin de février et mars')).toEqual(
    mornings(['2027-02-04', '2027-02-18', '2027-03-04', '2027-03-18'])
  );
  expect(read('le dernier vendredi matin de décembre à janvier')).toEqual(
    mornings(['2026-12-25', '2027-01-29'])
  );
  expect(read('jeudis matin fin mars')).toEqual(mornings(['2027-03-25']));
  expect(read('jeudis matin mi-mars')).toEqual(mornings(['2027-03-11', '2027-03-18']));
});

test('from one day to another over the end of the year', () => {
  expect(read('mercredi midi du 28 décembre au 8 janvier')).toEqual([
    '2026-12-30 12:00-14:00',
    '2027-01-06 12:00-14:00'
  ]);
});

test('a week, the next ones, a deadline', () => {
  expect(read('mardi et jeudi matin la semaine du 8 mars')).toEqual(
    mornings(['2027-03-09', '2027-03-11'])
  );
  expect(read('les trois prochains jeudis matin')).toEqual(
    mornings(['2026-11-26', '2026-12-03', '2026-12-10'])
  );
  expect(read('jeudi matin la semaine prochaine')).toEqual(mornings(['2026-11-26']));
  expect(read('jeudis matin jusqu’au 10 décembre')).toEqual(
    mornings(['2026-11-26', '2026-12-03', '2026-12-10'])
  );
  expect(read('jeudis matin d’ici mi-décembre')).toHaveLength(4);
});

test('days are taken away', () => {
  expect(read('les jeudis matin de février sauf le 11 février')).toEqual(
    mornings(['2027-02-04', '2027-02-18', '2027-02-25'])
  );
});

test('« hors vacances scolaires » and « hors jours fériés » are told, for whoever knows them', () => {
  const reading = readPhrase('les jeudis matin de février hors vacances scolaires', TODAY);
  expect(reading).toMatchObject({
    ok: true,
    skip: { school: true, publicHolidays: false },
    unread: []
  });
  expect(readPhrase('les jeudis matin de mai sauf les jours fériés', TODAY)).toMatchObject({
    skip: { school: false, publicHolidays: true },
    unread: []
  });
});

test('without a moment, the whole day, and it says so', () => {
  const reading = readPhrase('les jeudis de février', TODAY);
  expect(reading).toMatchObject({ ok: true, wholeDay: true });
  expect(read('les jeudis de février')[0]).toBe('2027-02-04 09:00-17:00');
  expect(read('le 4 février de 10h à midi')).toEqual(['2027-02-04 10:00-12:00']);
});

test('what is not understood is given back', () => {
  expect(readPhrase('les jeudis matin de février avec le docteur', TODAY)).toMatchObject({
    ok: true,
    unread: ['avec', 'docteur']
  });
});

test.each([
  ['', 'empty'],
  ['les jeudis matin', 'no-period'],
  ['en février', 'no-days'],
  ['bonjour', 'no-period'],
  ['les jeudis de février à 14 h', 'no-end-hour'],
  ['les jeudis de février à 14:30', 'no-end-hour'],
  ['les jeudis de février de 14 h à 9 h', 'wrong-hours'],
  ['les jeudis de février de 9 h à 26 h', 'wrong-hours'],
  ['mardi 4 février 2027', 'wrong-weekday'],
  ['les 30 et 31 février', 'no-such-day'],
  ['lundi matin du 3 au 4 mars 2027', 'nothing']
])('« %s » is refused: %s', (text, reason) => {
  const reading = readPhrase(text, TODAY);
  expect(reading).toMatchObject({ ok: false, reason });
  if (!reading.ok) expect(misreadMessage(reading)).not.toBe('');
});

test('the day of the week that does not go with the date is corrected in words', () => {
  const reading = readPhrase('mardi 4 février 2027', TODAY);
  expect(!reading.ok && misreadMessage(reading)).toBe(
    'le 4 février 2027 est un jeudi, pas un mardi'
  );
});
