import { expect, test } from 'vitest';
import { sectionsOf } from './sections.ts';

const NOTHING = { asked: 0, suggestions: 0, withheld: 0, reported: 0 };

test('every page from which a network is led is in one group only', () => {
  const hrefs = sectionsOf('ici', NOTHING).flatMap(({ tabs }) => tabs.map(({ href }) => href));
  expect(new Set(hrefs).size).toBe(hrefs.length);
  expect(hrefs.toSorted()).toEqual(
    [
      ...['', '/membres', '/invitations', '/sante-du-reseau', '/lettre', '/fiches', '/suggestions'],
      ...['/interconnaissance', '/a-presenter', '/binomes', '/moderation', '/retenus']
    ]
      .map((path) => `/gestion/territoires/ici${path}`)
      .concat('/gestion/portes-d-entree/ici')
      .toSorted()
  );
});

test('what waits is counted where it is answered, and nothing is said of what does not wait', () => {
  const counts = (waiting: typeof NOTHING) =>
    sectionsOf('ici', waiting).flatMap(({ tabs }) =>
      tabs.flatMap(({ label, count }) => (count === undefined ? [] : [`${label} ${count}`]))
    );
  expect(counts(NOTHING)).toEqual([]);
  expect(counts({ asked: 1, suggestions: 2, withheld: 3, reported: 4 })).toEqual([
    'Membres 1',
    'Suggestions 2',
    'Signalements 4',
    'Contenus retenus 3'
  ]);
});
