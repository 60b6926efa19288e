import { expect, test } from 'vitest';
import { whenInput } from './forms.ts';
import { pollInput } from './poll.ts';

const said = (start: string, end: string) => {
  const { success, error } = whenInput.safeParse({ start, end });
  return success ? [] : error.issues.map(({ message }) => message);
};

test('a day that is missing or does not exist is said, and never stops the server', () => {
  expect(said('T09:00', '2027-03-04T12:00')).toContain('indiquez un jour et une heure');
  expect(said('', '')).toContain('indiquez un jour et une heure');
  expect(said('2027-02-31T09:00', '2027-03-04T12:00')).toContain('ce jour n’existe pas');
  expect(said('2027-03-04T09:00', '2027-03-04T12:00')).toEqual([]);
});

test('so is the last day to answer a poll', () => {
  for (const closesOn of ['', 'demain', '2027-02-31'])
    expect(pollInput.safeParse({ closesOn, tallyShown: false }).success).toBe(false);
  expect(pollInput.safeParse({ closesOn: '2027-02-28', tallyShown: false }).success).toBe(true);
});
