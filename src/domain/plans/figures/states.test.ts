import { describe, expect, test } from 'vitest';
import type { Wave } from '#domain/network/model.ts';
import { computeDirectory, computeWaves, waveYear } from './states.ts';

const wave = (closesOn: string | null, closedAt: string, number = 1) =>
  ({ ...{ status: 'closed', closesOn, number }, closedAt: new Date(closedAt) }) as Wave;
const CLOCK = { now: new Date('2027-02-01T10:00:00Z'), today: '2027-02-01' };

describe('a wave', () => {
  test('whose last day is 31 December counts for that year, though it is written closed the day after', () => {
    expect(waveYear(wave('2026-12-31', '2027-01-01T00:10:00Z'))).toBe(2026);
    expect(waveYear(wave(null, '2026-12-31T22:30:00Z'))).toBe(2026);
  });

  test('closed before its last day counts for the year in which it was', () => {
    expect(waveYear(wave('2027-01-31', '2026-12-20T10:00:00Z'))).toBe(2026);
    expect(waveYear({ ...wave('2026-12-31', '2027-01-01T00:10:00Z'), status: 'open' })).toBeNull();
  });

  test('that ended last in the year is the one that counts', () => {
    const told = (value: number) =>
      new Map([['density-2', { value, source: '' }]]) as unknown as ReadonlyMap<string, never>;
    // The first was written closed after the second: the machine was stopped.
    const waves = [
      { wave: wave('2026-11-30', '2026-12-15T10:00:00Z', 1), measures: told(0.1) },
      { wave: wave('2026-12-10', '2026-12-11T00:10:00Z', 2), measures: told(0.2) }
    ];
    expect(computeWaves(waves, 'density-2', 2026, CLOCK).value).toBe(0.2);
  });
});

test('the first of a month is said « 1er »', () => {
  const { source } = computeDirectory({ structures: 4, confirmed: 3 }, 'structures', 2027, CLOCK);
  expect(source).toBe('Lu dans l’annuaire le 1er février 2027\u00a0: structures en activité.');
});
