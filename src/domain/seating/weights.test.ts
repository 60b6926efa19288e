import { describe, expect, test } from 'vitest';
import type { RegistrationId, StructureId } from '#shared/ids.ts';
import type { PlanGuest } from './plan.ts';
import { NOTHING_KNOWN, reasonsToMeet, valuesOf } from './weights.ts';

const ALL = { unknown: true, profession: true, structure: true };
const NONE = { unknown: false, profession: false, structure: false };

function guest(at: number, structure: number | null, profession = 'infirmier'): PlanGuest {
  return {
    registration: (at + 1) as RegistrationId,
    name: `Personne ${at}`,
    professionCode: profession,
    professionLabel: profession,
    structure: structure as StructureId | null,
    structureLabel: structure === null ? '' : `Structure ${structure}`,
    needsAccess: false
  };
}

const pair = (one: PlanGuest, other: PlanGuest, ...rest: [typeof ALL, typeof NOTHING_KNOWN?]) =>
  // With two colleagues besides, so that not every pair is worth the same.
  valuesOf([one, other, guest(8, 99), guest(9, 99)], ...rest)?.[1] ?? null;

const level = (value: 0 | 1 | 2 | 3 | 4) => ({
  ...NOTHING_KNOWN,
  levels: [{ a: 1 as StructureId, b: 2 as StructureId, level: value }]
});
const introduced = {
  ...level(3),
  introductions: [[1 as StructureId, 2 as StructureId] as const]
};

describe('what an encounter is worth', () => {
  const [one, other] = [guest(0, 1), guest(1, 2)];

  test('introductions first, then who does not know each other, then other professions and structures', () => {
    const values = [
      pair(one, other, ALL, introduced),
      pair(one, other, ALL, level(0)),
      pair(one, other, ALL),
      pair(one, other, ALL, level(2)),
      pair(one, guest(1, 1), ALL)
    ];
    expect(values).toEqual([5.5, 3, 2.25, 1.5, 0.05]);
    expect(pair(one, guest(1, 2, 'médecin'), ALL, level(2))).toBe(2);
  });

  test('« ne connaît pas » and « connaît de nom » are the same; silence is halfway, never « ne connaît pas »', () => {
    expect(pair(one, other, ALL, level(1))).toBe(pair(one, other, ALL, level(0)));
    expect(pair(one, other, ALL)).toBeLessThan(pair(one, other, ALL, level(1))!);
  });

  test('who shared a table at an earlier edition is worth half', () => {
    const shared = [[1 as RegistrationId, 2 as RegistrationId] as const];
    expect(pair(one, other, ALL, { ...level(0), shared })).toBe(1.5);
  });

  test('a switch that is off weighs nothing', () => {
    const off = { ...ALL, unknown: false };
    expect(pair(one, other, off, introduced)).toBe(pair(one, other, off));
    expect(pair(one, guest(1, 2, 'médecin'), { ...ALL, profession: false })).toBe(
      pair(one, other, { ...ALL, profession: false })
    );
  });

  test('structures written by hand are compared by their words, and nobody is a colleague without any', () => {
    const typed = (at: number, structureLabel: string) => ({ ...guest(at, null), structureLabel });
    const known = (a: PlanGuest, b: PlanGuest) => pair(a, b, ALL);
    expect(known(typed(0, 'Cabinet du Port'), typed(1, 'cabinet du port '))).toBe(0.05);
    expect(known(guest(0, null), guest(1, null))).toBe(1);
  });

  test('when every pair is worth the same, nothing is: theory can be used as it is', () => {
    expect(valuesOf([one, other, guest(2, 3)], NONE)).toBeNull();
    expect(valuesOf([one, other, guest(2, 3)], ALL)).toBeNull();
  });
});

test('the reasons to meet are told, what matters most first', () => {
  const [one, other] = [guest(0, 1), guest(1, 2, 'médecin')];
  expect(reasonsToMeet(one, other, { ...introduced, ...level(0) })).toEqual([
    'strangers',
    'profession',
    'structure'
  ]);
  expect(reasonsToMeet(one, other, introduced)).toEqual([
    'introduction',
    'profession',
    'structure'
  ]);
  expect(reasonsToMeet(one, guest(1, 1))).toEqual([]);
});
