import { expect, test } from 'vitest';
import { smallGeography } from '../../../tests/factories/atlas.ts';
import { geographyChanges, reportLines, type PresentGeography } from './changes.ts';
import { cogYearOf, geographyRows, type OfficialGeography } from './geography.ts';

function present(official: OfficialGeography): PresentGeography {
  const rows = geographyRows(official);
  return {
    communes: rows.commune.map(({ code, name, epci_code }) => ({
      code,
      name,
      epciCode: epci_code,
      mergedInto: null
    })),
    epci: rows.epci
  };
}

test('a year compares to the one before: created, merged, renamed, moved, restored', () => {
  const before = present(smallGeography(['R/D/E1/A', 'R/D/E1/B', 'R/D/E2/C', 'R/D/E2/D']));
  before.communes.push({ code: 'Z', name: 'Commune Z', epciCode: null, mergedInto: 'A' });
  const after = smallGeography(['R/D/E1/A', 'R/D/E3/C', 'R/D/E3/D', 'R/D/E3/N', 'R/D/E1/Z']);
  after.communes[0]!.anciensCodes = ['B'];
  after.communes[2]!.nom = 'Nouveau D';
  const changes = geographyChanges(before, geographyRows(after));
  expect(
    changes.communes.map(({ kind, oldCode, newCode }) => `${kind} ${oldCode} ${newCode}`).sort()
  ).toEqual(['created N N', 'merged B A', 'moved C C', 'moved D D', 'renamed D D', 'restored Z Z']);
  expect(changes.epciCreated.map(({ code }) => code)).toEqual(['E3']);
  expect(changes.epciRemoved.map(({ code }) => code)).toEqual(['E2']);
});

test('a commune that disappears without a successor stops the load', () => {
  const before = present(smallGeography(['R/D/E1/A', 'R/D/E1/B']));
  const after = geographyRows(smallGeography(['R/D/E1/A']));
  expect(() => geographyChanges(before, after)).toThrow('B (Commune B)');
});

test('an EPCI naming a commune that is not current stops the load', () => {
  const official = smallGeography(['R/D/E1/A']);
  official.epci[0]!.membres.push({ code: 'GONE' });
  expect(() => geographyRows(official)).toThrow('GONE');
});

test('a collectivity whose département and région are missing from the files gets both', () => {
  const official = smallGeography(['R/D/E1/A']);
  official.communes.push({
    code: '97502',
    nom: 'Saint-Pierre',
    type: 'commune-actuelle',
    departement: '975',
    region: '975'
  });
  const rows = geographyRows(official);
  expect(rows.departement).toContainEqual({
    code: '975',
    name: 'Saint-Pierre',
    region_code: '975',
    liaison: 0
  });
  expect(rows.region).toContainEqual({ code: '975', name: 'Saint-Pierre', liaison: 0 });
});

test('the report reads as French sentences', () => {
  const lines = reportLines({
    year: 2026,
    source: 'test',
    previousYear: 2025,
    communeCount: 34969,
    communes: [
      {
        kind: 'renamed',
        oldCode: '30195',
        newCode: '30195',
        detail: 'Peyrolles devient Peyrolles-en-Cévennes'
      }
    ],
    epciCreated: [],
    epciRemoved: [{ code: 'E2', name: 'CC du Pays E2' }],
    perimeters: []
  });
  expect(lines.slice(1)).toEqual([
    '1 commune renommée :',
    '  Peyrolles devient Peyrolles-en-Cévennes (30195)',
    'EPCI disparus, remplacés par leurs communes dans les périmètres : CC du Pays E2.'
  ]);
});

test('only releases whose year was checked are read', () => {
  expect([cogYearOf('5.3.0'), cogYearOf('6.0.0'), cogYearOf('6.1.2')]).toEqual([2025, 2026, 2026]);
  expect(() => cogYearOf('5.2.0')).toThrow('5.2.0');
});
