import { expect, test } from 'vitest';
import { spokenDepartement, spokenEpci, wholeOf, withArticle } from './names.ts';

test.each([
  ["CC du Pays d'Iroise", "Pays d'Iroise", "tout le Pays d'Iroise"],
  [
    'CA Quimper Bretagne Occidentale',
    'Quimper Bretagne Occidentale',
    'tout Quimper Bretagne Occidentale'
  ],
  ['Brest Métropole', 'Brest Métropole', 'tout Brest Métropole'],
  ['CC de la Dombes', 'Dombes', 'toute la Dombes'],
  [
    'CC des Terres du Val de Loire',
    'Terres du Val de Loire',
    'les Terres du Val de Loire en entier'
  ],
  ["CC de l'Ouest Vosgien", 'Ouest Vosgien', "l'Ouest Vosgien en entier"],
  [
    "Métropole d'Aix-Marseille-Provence",
    "Métropole d'Aix-Marseille-Provence",
    "toute la Métropole d'Aix-Marseille-Provence"
  ],
  [
    'CA Loire Forez Agglomération (LFA)',
    'Loire Forez Agglomération',
    'tout Loire Forez Agglomération'
  ]
])('%s is said « %s », and « %s »', (official, label, whole) => {
  const spoken = spokenEpci(official);
  expect(spoken.label).toBe(label);
  expect(wholeOf('epci', spoken)).toBe(whole);
});

test.each([
  ['Finistère', 2, 'tout le Finistère', 'le Finistère'],
  ['Sarthe', 3, 'toute la Sarthe', 'la Sarthe'],
  ['Ain', 5, "tout l'Ain", "l'Ain"],
  ['Isère', 5, "toute l'Isère", "l'Isère"],
  ['Landes', 4, 'les Landes en entier', 'les Landes'],
  ['Loir-et-Cher', 2, 'tout le Loir-et-Cher', 'le Loir-et-Cher'],
  ['Ille-et-Vilaine', 1, "l'Ille-et-Vilaine en entier", "l'Ille-et-Vilaine"],
  ['Maine-et-Loire', 0, 'tout le Maine-et-Loire', 'le Maine-et-Loire'],
  ['La Réunion', 0, 'toute La Réunion', 'La Réunion'],
  ['Mayotte', 0, 'tout Mayotte', 'Mayotte']
])(
  'the département %s (TNCC %i) is « %s », and « %s » when part of it is left out',
  (name, liaison, whole, part) => {
    const spoken = spokenDepartement(name, liaison);
    expect(wholeOf('departement', spoken)).toBe(whole);
    expect(withArticle('departement', spoken)).toBe(part);
  }
);

test('a région is called one, since 53 is also a département', () => {
  expect(wholeOf('region', spokenDepartement('Bretagne', 0))).toBe('toute la région Bretagne');
});
