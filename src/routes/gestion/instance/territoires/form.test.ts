import { expect, test } from 'vitest';
import { BLANK, errorsOf, perimeterKey, settingsOf } from './form.ts';
import { describeUses } from './words.ts';

test('the address comes from the name when none is typed', () => {
  expect(settingsOf({ ...BLANK, name: 'Pays d’Iroise' }).slug).toBe('pays-d-iroise');
  expect(settingsOf({ ...BLANK, name: 'Pays d’Iroise', slug: ' iroise ' }).slug).toBe('iroise');
});

test('a perimeter is the same whatever the order of its zones, and another once a zone leaves', () => {
  const [a, b] = ['A', 'B'].map((code) => ({ level: 'commune' as const, code }));
  const of = (...include: NonNullable<typeof a>[]) =>
    perimeterKey({ certainty: 'declared', include, exclude: [] });
  expect(of(a!, b!)).toBe(of(b!, a!));
  expect(of(a!, b!)).not.toBe(of(a!));
});

test('a refusal goes beside its field; one of the perimeter beside its list', () => {
  const issues = [
    { path: 'slug', message: 'déjà pris' },
    { path: 'perimeter.include', message: 'choisissez au moins une zone' },
    { path: '0.include.3', message: 'commune introuvable' }
  ];
  expect(errorsOf(issues)).toEqual({
    adresse: 'Adresse : déjà pris',
    liste: 'Périmètre : choisissez au moins une zone'
  });
});

test('what uses a territory is said in words, and nothing when nothing does', () => {
  const none = {
    ...{ members: 0, requests: 0, invitations: 0, structures: 0, frontDoors: 0 },
    ...{ suggestions: 0, withheld: 0, imports: 0 }
  };
  expect(describeUses(none)).toBe('');
  expect(describeUses({ ...none, members: 2, frontDoors: 1 })).toBe(
    '2 membres et 1 porte d’entrée'
  );
});
