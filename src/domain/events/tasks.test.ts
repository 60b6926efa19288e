import { expect, test } from 'vitest';
import { dateTasks, dayLabel, proposeTasks, type Task } from './tasks.ts';
import { EVENT_KINDS } from './model.ts';

const NOW = new Date('2027-03-10T22:30:00Z');
const PARIS = {
  startsAt: new Date('2027-03-18T08:00:00Z'),
  endsAt: new Date('2027-03-18T16:00:00Z'),
  timeZone: 'Europe/Paris'
};
const task = (daysBefore: number, doneAt: Date | null = null): Task => ({
  ...{ id: daysBefore, title: 'Tâche', detail: '', daysBefore },
  ...{ assignee: null, doneAt, doneBy: '' }
});
const states = (...days: number[]) =>
  dateTasks(
    days.map((one) => task(one)),
    PARIS,
    NOW
  ).map(({ dueOn, state }) => [dueOn, state]);

test('a task is due so many days before the first day, or after it', () => {
  expect(states(90, 8, 1, -10)).toEqual([
    ['2026-12-18', 'late'],
    ['2027-03-10', 'soon'],
    ['2027-03-17', 'soon'],
    ['2027-03-28', 'later']
  ]);
});

test('a task is late from the day after, in the zone of the edition', () => {
  // 22 h 30 in London is already the 11th on the island of La Réunion.
  const there = { ...PARIS, timeZone: 'Indian/Reunion' };
  expect(dateTasks([task(8)], there, NOW)[0]?.state).toBe('late');
});

test('what is done is never late, and nothing is as long as there is no date', () => {
  expect(dateTasks([task(90, NOW)], PARIS, NOW)[0]?.state).toBe('done');
  const undated = { ...PARIS, startsAt: null, endsAt: null };
  expect(dateTasks([task(90)], undated, NOW)[0]).toMatchObject({ dueOn: null, state: 'undated' });
});

test('days are named as people who organise do', () => {
  expect([45, 0, -10].map(dayLabel)).toEqual(['J\u201145', 'Le jour même', 'J+10']);
});

test.each(EVENT_KINDS)('the usual tasks of a %s come in order, once each', (kind) => {
  const tasks = proposeTasks(kind);
  const days = tasks.map(({ daysBefore }) => daysBefore);
  expect(days).toEqual(days.toSorted((a, b) => b - a));
  expect(new Set(tasks.map(({ title }) => title)).size).toBe(tasks.length);
  expect(days.at(-1)).toBeLessThan(0);
});
