import { expect, test } from 'vitest';
import { describeAttendance } from './figures.ts';

const NOTHING = {
  ...{ registered: 0, present: null, structures: 0, professions: 0, communes: 0, erased: 0 },
  ...{ declared: null, declaredSource: '' }
};

test('who came is counted at the door when entries were noted, whatever was declared', () => {
  const counted = { ...NOTHING, registered: 72, structures: 31, professions: 1, communes: 18 };
  expect(describeAttendance({ ...counted, present: 62, declared: 90 })).toBe(
    '62 personnes étaient présentes, de 31 structures, 1 profession et 18 communes.'
  );
  expect(describeAttendance({ ...NOTHING, registered: 3, present: 1 })).toBe(
    '1 personne était présente.'
  );
});

test('once identities are erased, what is left is said to be the least there was', () => {
  const erased = { ...NOTHING, registered: 72, present: 62, professions: 9, erased: 62 };
  expect(describeAttendance(erased)).toBe(
    '62 personnes étaient présentes, d’au moins 9 professions.'
  );
});

test('where no entry was noted and nothing is declared, it says who was registered, not who came', () => {
  expect(describeAttendance({ ...NOTHING, registered: 72, structures: 31 })).toBe(
    '72 personnes y étaient inscrites, de 31 structures.'
  );
  expect(describeAttendance({ ...NOTHING, registered: 72, declared: 90 })).toContain(
    '90 participations déclarées'
  );
});

test('else it is what was declared, and says where it is known from; unknown, nothing is said', () => {
  expect(describeAttendance({ ...NOTHING, declared: 17, declaredSource: 'Bilan 2024' })).toBe(
    '17 participations déclarées (source\u00a0: Bilan 2024).'
  );
  expect(describeAttendance({ ...NOTHING, declared: 17 })).toContain(
    'source\u00a0: l’organisation'
  );
  expect(describeAttendance(NOTHING)).toBe('');
});
