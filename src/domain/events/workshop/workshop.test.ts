import { describe, expect, test } from 'vitest';
import type { Commune } from '#domain/territory/model.ts';
import type { EventId } from '#shared/ids.ts';
import type { CaseAnswer, Workshop, WorkshopCase, WorkshopStructure } from '../workshop.ts';
import { tally, tallyWords } from './agreement.ts';
import { proposePoints } from './points.ts';
import { tableReach } from './reach.ts';
import { formatNames } from './wording.ts';

const commune = (code: string) => ({ code, name: code, population: 10, epci: null }) as Commune;
const COMMUNES = ['A', 'B', 'C'].map(commune);

function seat(name: string, more: Partial<WorkshopStructure> = {}): WorkshopStructure {
  return {
    ...{ id: name.charCodeAt(0), structure: name.charCodeAt(0), slug: name, name, stamp: '' },
    ...{ type: { code: 'CLIC', name: 'CLIC' }, certainty: null, reached: [], version: 1 },
    ...{ does: '', doesNot: '', doubts: '', readyAt: null, appliedAt: null, appliedBy: '' },
    ...more
  } as WorkshopStructure;
}
const drawn = (name: string, codes: string[], more: Partial<WorkshopStructure> = {}) =>
  seat(name, { certainty: 'declared', reached: codes as never, ...more });

function asked(...answers: CaseAnswer[]): WorkshopCase {
  const replies = answers.map((answer, at) => ({
    ...{ structure: at as never, answer, comment: '', updatedAt: '' }
  }));
  return { id: 1, story: 'Une histoire inventée', status: 'asked', replies } as never;
}

describe('the perimeters at the table', () => {
  test('a structure that has not drawn, or does not know, covers nothing and hides no blank', () => {
    const table = [drawn('Une', ['A']), seat('Deux'), seat('Trois', { certainty: 'unknown' })];
    const reach = tableReach(COMMUNES, table);
    expect(reach.communes.map(({ state, by }) => [state, by])).toEqual([
      ['covered', ['Une']],
      ['undetermined', []],
      ['undetermined', []]
    ]);
    expect(reach.blanks.map(({ code }) => code)).toEqual(['B', 'C']);
    expect(reach.silent).toEqual(['Deux', 'Trois']);
  });

  test('a blank is established once everybody has said where', () => {
    const reach = tableReach(COMMUNES, [drawn('Une', ['A', 'B'])]);
    expect(reach.communes[2]).toMatchObject({ state: 'none', by: [] });
  });

  test('« partout » covers every commune, and meets nobody in particular', () => {
    const reach = tableReach(COMMUNES, [
      drawn('Une', ['A']),
      seat('Deux', { certainty: 'everywhere' })
    ]);
    expect(reach.blanks).toEqual([]);
    expect(reach.overlaps).toEqual([]);
    expect(reach.communes[0]?.by).toEqual(['Une', 'Deux']);
  });

  test('those who gather actors are counted at the table as those who act', () => {
    const type = { code: 'DAC', name: 'DAC' };
    expect(tableReach(COMMUNES, [drawn('Une', ['A', 'B', 'C'], { type })]).blanks).toEqual([]);
  });

  test('overlaps of one type come first, then those that share most', () => {
    const other = { type: { code: 'CPTS', name: 'CPTS' } };
    const table = [
      drawn('Une', ['A', 'B']),
      drawn('Deux', ['A', 'B'], other),
      drawn('Trois', ['B'])
    ];
    expect(tableReach(COMMUNES, table).overlaps).toEqual([
      { names: ['Une', 'Trois'], isSameType: true, communes: ['B'] },
      { names: ['Une', 'Deux'], isSameType: false, communes: ['A', 'B'] },
      { names: ['Deux', 'Trois'], isSameType: false, communes: ['B'] }
    ]);
  });
});

describe('« qui intervient ? »', () => {
  test.each<[CaseAnswer[], string, string]>([
    [[], 'silent', ''],
    [['us', 'not-us'], 'agreed', '1 dit nous, 1 dit pas nous'],
    [['with-others', 'with-others'], 'agreed', '2 disent nous avec d’autres'],
    [['not-us', 'not-us'], 'nobody', '2 disent pas nous'],
    [['us', 'unsure'], 'doubt', '1 dit nous, 1 ne sait pas'],
    [
      ['us', 'us', 'us', 'not-us', 'unsure', 'unsure'],
      'several',
      '3 disent nous, 1 dit pas nous, 2 ne savent pas'
    ]
  ])('%j is %s', (answers, agreement, words) => {
    const counted = tally(asked(...answers));
    expect(counted.agreement).toBe(agreement);
    expect(tallyWords(counted)).toBe(words);
  });
});

describe('what remains to settle', () => {
  const workshop = (more: Partial<Workshop>): Workshop => ({
    ...{
      event: 1 as EventId,
      status: 'open',
      linkVersion: 1,
      structures: [],
      cases: [],
      points: []
    },
    ...more
  });
  const propose = (more: Partial<Workshop>) => {
    const one = workshop(more);
    return proposePoints(one, tableReach(COMMUNES, one.structures));
  };

  test('is proposed from doubts, disagreements, overlaps of one type and blanks', () => {
    const structures = [drawn('Une', ['A'], { doubts: 'Et la nuit ?' }), drawn('Deux', ['A'])];
    expect(propose({ structures, cases: [asked('us', 'us'), asked('us')] })).toEqual([
      'Une se demande : Et la nuit ?',
      '« Une histoire inventée » : 2 disent nous.',
      'Une et Deux disent intervenir toutes deux dans 1 commune : A.',
      'Aucune des structures de l’atelier n’intervient à B et C.'
    ]);
  });

  test('says no blank while a structure has not said where it comes', () => {
    expect(propose({ structures: [drawn('Une', ['A']), seat('Deux')] })).toEqual([
      'Périmètre à renseigner : Deux.'
    ]);
  });

  test('is not proposed again once kept', () => {
    const what = 'Périmètre à renseigner : Deux.';
    const points = [{ id: 1, what, settledAt: null }];
    expect(propose({ structures: [seat('Deux')], points })).toEqual([]);
  });
});

test('a long list of names ends with how many more', () => {
  expect(formatNames(['A', 'B'])).toBe('A et B');
  expect(formatNames(['A', 'B', 'C', 'D', 'E', 'F', 'G'])).toBe('A, B, C, D, E et 2 autres');
});
