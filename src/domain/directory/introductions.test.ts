import { expect, test } from 'vitest';
import type { PersonId } from '#shared/ids.ts';
import { chooseIntroductions, closeness, type Acquaintance } from './introductions.ts';

function someone(id: string, traits: Partial<Acquaintance> = {}): Acquaintance {
  return {
    id: id as PersonId,
    name: id,
    profession: id,
    structures: [id],
    sharedCommunes: 0,
    sharedEpci: '',
    animator: false,
    ...traits
  };
}
const chosen = (people: Acquaintance[], profession = 'Infirmière') =>
  chooseIntroductions({ profession }, people).map(({ person }) => person.id);

test('who leads the network comes first, then the closest of other trades and structures', () => {
  const people = [
    someone('colleague', { profession: 'infirmière ', sharedCommunes: 30 }),
    someone('far'),
    someone('near', { sharedCommunes: 4 }),
    someone('same-structure', { structures: ['near'], sharedCommunes: 3 }),
    someone('leader', { animator: true }),
    someone('neighbour', { sharedEpci: 'Pays d’Iroise' })
  ];
  expect(chosen(people)).toEqual(['leader', 'near', 'neighbour']);
});

test('when there are few people, those of the same trade do too, and never the same one twice', () => {
  const people = [
    someone('a', { profession: 'Infirmière', sharedCommunes: 1 }),
    someone('b', { profession: 'Infirmière' })
  ];
  expect(chosen(people)).toEqual(['a', 'b']);
  expect(chosen([])).toEqual([]);
});

test('the same people in another order give the same choice', () => {
  const people = ['d', 'b', 'a', 'c'].map((id) => someone(id));
  expect(chosen(people)).toEqual(chosen(people.toReversed()));
});

test('closeness is told in words', () => {
  expect(closeness({ sharedCommunes: 1, sharedEpci: 'E' })).toContain('une commune');
  expect(closeness({ sharedCommunes: 0, sharedEpci: 'E' })).toBe('intervient comme vous dans E');
  expect(closeness({ sharedCommunes: 0, sharedEpci: '' })).toBe('');
});
