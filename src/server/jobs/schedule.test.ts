import { expect, test } from 'vitest';
import { isDue, parisHour, type Minute } from './schedule.ts';

const PARIS = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  hour: '2-digit',
  hourCycle: 'h23'
});

function minuteOf(at: Date): Minute {
  return {
    min: at.getUTCMinutes(),
    hour: at.getUTCHours(),
    date: at.getUTCDate(),
    month: at.getUTCMonth() + 1,
    dow: at.getUTCDay()
  };
}

test('the hour of Paris is the one of the time zone, at every hour of thirty years', () => {
  const end = Date.UTC(2055, 0, 1);
  for (let at = Date.UTC(2025, 0, 1); at < end; at += 3_600_000) {
    const day = new Date(at);
    const expected = parseInt(PARIS.format(day), 10);
    if (parisHour(minuteOf(day)) !== expected) expect.fail(day.toISOString());
  }
});

test('a daily job is due once a day, summer and winter', () => {
  for (const day of ['2026-01-15', '2026-07-15', '2026-03-29', '2026-10-25']) {
    const due = [];
    for (let minute = 0; minute < 1440; minute++) {
      const at = new Date(Date.parse(`${day}T00:00:00Z`) + minute * 60_000);
      if (isDue({ daily: '04:10' }, minuteOf(at))) due.push(at.toISOString().slice(11, 16));
    }
    expect(due).toEqual([/-(07|10)-|03-29/.test(day) && day !== '2026-10-25' ? '02:10' : '03:10']);
  }
});

test('a job due every few minutes is due at each of them', () => {
  const at = (min: number) =>
    isDue({ everyMinutes: 5 }, { min, hour: 0, date: 1, month: 1, dow: 4 });
  expect([0, 1, 4, 5, 55].map(at)).toEqual([true, false, false, true, true]);
});
