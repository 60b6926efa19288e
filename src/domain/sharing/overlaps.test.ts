import { expect, test } from 'vitest';
import type { ContributionId } from '#shared/ids.ts';
import { findOverlaps, sayOverlap, tellingWords, type ProjectTraits } from './overlaps.ts';

let number = 0;

function project(title: string, themes: string[] = [], audiences: string[] = []): ProjectTraits {
  const word = (name: string) => ({ code: name.toLowerCase(), name });
  return {
    ...{ id: (number += 1) as ContributionId, title, summary: '' },
    ...{ themes: themes.map(word), audiences: audiences.map(word) }
  };
}

test('two projects on the same communes about the same things are close, and it is said why', () => {
  const mine = project('Un café des aidants', ['Répit'], ['Aidants']);
  const theirs = project('Des cafés pour souffler', ['Répit'], ['Aidants']);
  const [found] = findOverlaps(mine, [{ project: theirs, communes: 3 }]);
  expect(found?.project).toBe(theirs);
  expect(sayOverlap(found!)).toBe(
    '3 communes en commun · Répit et Aidants · le mot «\u00a0café\u00a0»'
  );
});

test('being on the same communes is not enough, nor a theme alone, nor words of every project', () => {
  const mine = project('Un projet de réseau local', ['Répit'], ['Aidants']);
  const others = [
    project('Un projet de réseau local', ['Prévention'], ['Enfants']),
    project('Autre chose', ['Répit'], ['Enfants'])
  ];
  expect(
    findOverlaps(
      mine,
      others.map((one) => ({ project: one, communes: 40 }))
    )
  ).toEqual([]);
});

test('projects without a commune in common are never close, nor a project to itself', () => {
  const mine = project('Un café des aidants', ['Répit', 'Lien'], ['Aidants']);
  const twin = { ...mine, id: (number += 1) as ContributionId };
  expect(findOverlaps(mine, [{ project: twin, communes: 0 }])).toEqual([]);
  expect(findOverlaps(mine, [{ project: mine, communes: 4 }])).toEqual([]);
  expect(findOverlaps(mine, [{ project: twin, communes: 1 }])).toHaveLength(1);
});

test('what two quick drafts have in common is read in their words, plural or not', () => {
  const mine = project('Chorale intergénérationnelle au collège');
  const theirs = project('Chorales intergénérationnelles, collèges');
  expect([...tellingWords(mine.title).keys()]).toEqual([
    'chorale',
    'intergenerationnelle',
    'college'
  ]);
  expect(findOverlaps(mine, [{ project: theirs, communes: 1 }])).toHaveLength(1);
});
