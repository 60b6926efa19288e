import { describe, expect, test } from 'vitest';
import type { WaveId, TerritoryId } from '#shared/ids.ts';
import type { Wave } from './model.ts';
import { canRemind, findObstacle, isReminderDue, settleLine, waveState } from './rules.ts';
import { minutesFor } from './wording.ts';

const at = (day: string) => new Date(`${day}T09:00:00Z`);
const wave = (given: Partial<Wave> = {}): Wave => ({
  ...{ id: 1 as WaveId, territory: 1 as TerritoryId, number: 1, title: 'Essai', introduction: '' },
  ...{ status: 'open', closesOn: '2027-03-23', event: null, moment: null, version: 1 },
  ...{ openedAt: at('2027-03-02'), closedAt: null, remindedAt: null },
  ...given
});

describe('the days of a wave', () => {
  test('its last day is whole, and the next one closes it', () => {
    expect(waveState(wave(), new Date('2027-03-23T22:59:00Z'))).toBe('open');
    expect(waveState(wave(), new Date('2027-03-23T23:00:00Z'))).toBe('closed');
  });

  test('a draft opens once it has a last day to come', () => {
    const draft = (closesOn: string | null) => wave({ status: 'draft', openedAt: null, closesOn });
    expect(findObstacle(draft(null), at('2027-03-02'))).toBe('no-closing');
    expect(findObstacle(draft('2027-03-01'), at('2027-03-02'))).toBe('past-closing');
    expect(findObstacle(draft('2027-03-02'), at('2027-03-02'))).toBeNull();
    expect(findObstacle(wave(), at('2027-03-02'))).toBe('not-draft');
  });

  test('one message a day at most, the day it opens included', () => {
    expect(canRemind(wave(), at('2027-03-02'))).toBe(false);
    expect(canRemind(wave(), at('2027-03-03'))).toBe(true);
    expect(canRemind(wave({ remindedAt: at('2027-03-03') }), at('2027-03-03'))).toBe(false);
    expect(canRemind(wave({ status: 'closed' }), at('2027-03-03'))).toBe(false);
  });

  test('the automatic reminder leaves once, in the last five days', () => {
    expect(isReminderDue(wave(), at('2027-03-17'))).toBe(false);
    expect(isReminderDue(wave(), at('2027-03-18'))).toBe(true);
    expect(isReminderDue(wave({ remindedAt: at('2027-03-10') }), at('2027-03-18'))).toBe(true);
    expect(isReminderDue(wave({ remindedAt: at('2027-03-18') }), at('2027-03-20'))).toBe(false);
    expect(isReminderDue(wave({ openedAt: at('2027-03-19') }), at('2027-03-20'))).toBe(false);
  });
});

describe('a line that two people of a structure answer', () => {
  test.each([
    ['nothing was kept', { level: 2, seen: null, kept: null }, 'write'],
    ['the same is kept', { level: 2, seen: 1, kept: 2 }, 'same'],
    ['she changes what she saw', { level: 3, seen: 2, kept: 2 }, 'write'],
    ['she chooses, somebody had chosen otherwise', { level: 3, seen: null, kept: 1 }, 'replace'],
    ['she leaves it, somebody has chosen otherwise', { level: 2, seen: 2, kept: 1 }, 'leave'],
    ['nothing was shown to her', { level: 2, seen: undefined, kept: 1 }, 'write']
  ] as const)('%s', (_name, line, fate) => {
    expect(settleLine(line)).toBe(fate);
  });
});

test('how long it takes is said in minutes, upwards', () => {
  expect([5, 14, 17, 18, 40].map(minutesFor)).toEqual([
    ...['moins d’une minute', '2 minutes', '2 minutes', '3 minutes', '5 minutes']
  ]);
});
