import { expect, test } from 'vitest';
import { indicatorInput, valueIssue } from './indicator.ts';

test('a level is between 0 and 4; one that is gained may be lost', () => {
  const level = { kind: 'level', scaleMax: null, binding: null } as const;
  expect(valueIssue(level, 2.5)).toBeNull();
  expect(valueIssue(level, -1)).toBe('un niveau entre 0 et 4');
  const gained = { ...level, binding: { measure: 'levelGain' } };
  expect(valueIssue(gained, -1)).toBeNull();
  expect(valueIssue(gained, -5)).toBe('un niveau entre −4 et 4');
});

test('a target of what is gained may be under nothing', () => {
  const binding = { source: 'effect', measure: 'levelGain', event: 1 };
  const input = { label: 'Niveau', kind: 'level', targets: [{ year: 2027, value: -1 }] };
  expect(indicatorInput.safeParse({ ...input, binding }).success).toBe(true);
  expect(indicatorInput.safeParse(input).success).toBe(false);
});
