import { describe, expect, test } from 'vitest';
import { KNOWLEDGE, read } from './knowledge.fixture.ts';
import { readSheet } from './reading.ts';

describe('a label', () => {
  const cases: readonly (readonly [string, string])[] = [
    ...(['Public(s) visé(s)', 'Publics cibles', 'PUBLIC CIBLE', 'Bénéficiaires'] as const).map(
      (label) => [label, 'audiences'] as const
    ),
    ...(
      [
        'Échéancier',
        'ECHEANCIER',
        'Calendrier prévisionnel',
        'Calendrier de mise en œuvre'
      ] as const
    ).map((label) => [label, 'schedule'] as const),
    ...(
      [
        'Indicateurs du suivi et évaluation proposés',
        "Modalités d'évaluation",
        'Suivi et évaluation'
      ] as const
    ).map((label) => [label, 'indicators'] as const),
    ...(['Constats', 'Éléments de diagnostic', 'Etat des lieux'] as const).map(
      (label) => [label, 'diagnostic'] as const
    ),
    ...[['Moyens humains', 'means'] as const, ['Plan de financement', 'funding'] as const],
    ...[['Points de vigilance', 'brakes'] as const, ['Facteurs de réussite', 'levers'] as const],
    ...[
      ['Description de l’action', 'actions'] as const,
      ['Objectifs opérationnels', 'stakes'] as const
    ]
  ];

  test.each(cases)(
    '« %s » is known, alone, with a colon, in a cell or after a number',
    (label, key) => {
      const head = 'Fiche 3 : Un titre\n';
      const said = 'quelque chose de précis';
      for (const text of [
        `${label}\n${said}`,
        `${label} : ${said}`,
        `${label}\t${said}`,
        `2. ${label} :\n- ${said}`
      ])
        expect(read(head + text).texts, text).toEqual({ [key]: [said] });
    }
  );

  test('of the plan is known before ours', () => {
    const own = [{ key: 'propre-1', label: 'Territoire concerné' }];
    const sheet = readSheet('Fiche 3\nUn titre\nTerritoire concerné : le nord\nEnjeux : agir', {
      ...KNOWLEDGE,
      headings: own
    });
    expect(sheet.texts).toEqual({ 'propre-1': ['le nord'], stakes: ['agir'] });
  });

  test('« Pilote(s) », « Porteur » and « Chef de file » name who pilots', () => {
    for (const label of ['Pilote(s)', 'Porteur', 'Chef de file', 'Structure porteuse'])
      expect(read(`Fiche 1\nT\n${label} : CLIC Mirefleurs`).pilots).toEqual([
        { label: 'CLIC Mirefleurs', structure: { id: 1, name: 'CLIC Mirefleurs' } }
      ]);
  });

  test('that nobody knows, in a table, begins the remainder and not the heading above', () => {
    const sheet = read(
      'Fiche 1\tUn titre\nEnjeux\tAgir\nActions\tFaire\nTerritoire concerné\tLe nord\nFreins\tLe temps'
    );
    expect(sheet.texts).toEqual({ stakes: ['Agir'], actions: ['Faire'], brakes: ['Le temps'] });
    expect(sheet.remainder).toBe('Territoire concerné : Le nord');
  });

  test('in a sentence is a word like any other', () => {
    const sheet = read(
      'Fiche 1\nUn titre\nDiagnostic\nLes actions menées et les moyens manquent d’indicateurs : trop peu.'
    );
    expect(Object.keys(sheet.texts)).toEqual(['diagnostic']);
  });
});
