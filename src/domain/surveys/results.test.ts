import { describe, expect, test } from 'vitest';
import type { SurveyQuestionId } from '#shared/ids.ts';
import type { Answer, Question } from './model.ts';
import { findMisplaced, readAnswer } from './questions.ts';
import { scoreOf, summarise } from './results.ts';
import { resultRows } from './transfer.ts';
import { explainScore } from './wording.ts';

function question(id: number, kind: Question['kind'], more: Partial<Question> = {}): Question {
  return {
    ...{ id: id as SurveyQuestionId, kind, label: `Q${id}`, hint: '', options: [], scaleMax: 5 },
    ...{ lowLabel: '', highLabel: '', required: false, measure: '', dependsOn: null, ...more }
  };
}

const kept = (answers: readonly Answer[]) =>
  answers.map((said) => ({ said, hidden: [] as number[] }));

describe('results', () => {
  test('count, average and score: promoters minus detractors, said in full', () => {
    const marks = [10, 9, 9, 8, 7, 6, 0, 3, 10, 10];
    expect(scoreOf(marks)).toEqual({ promoters: 5, passives: 2, detractors: 3, score: 20 });
    expect(explainScore(scoreOf(marks))).toBe(
      '50\u00a0% de promoteurs (9 ou 10) \u2212 30\u00a0% de détracteurs (0 à 6) = +20'
    );
    const [scale] = summarise(
      [question(1, 'scale')],
      kept([3, 4, 5, 4, 4].map((said) => ({ 1: said })))
    );
    expect(scale).toMatchObject({ kind: 'scale', mean: 4, answered: 5 });
  });

  test('rank by the mean rank', () => {
    const asked = question(1, 'rank', { options: ['a', 'b', 'c'] });
    const answers = [
      ['a', 'b', 'c'],
      ['b', 'a', 'c'],
      ['b', 'c', 'a'],
      ['a', 'b', 'c'],
      ['b', 'a', 'c']
    ];
    const [ranked] = summarise([asked], kept(answers.map((said) => ({ 1: said }))));
    expect(ranked).toMatchObject({
      ranks: [
        { option: 'b', mean: 1.4, first: 3 },
        { option: 'a', mean: 1.8 },
        { option: 'c', mean: 2.8 }
      ]
    });
  });

  test('withhold a question that fewer than five answered, and words of fewer than five who were asked', () => {
    const questions = [
      question(1, 'one', { options: ['oui', 'non'] }),
      question(2, 'text', { dependsOn: { question: 1 as SurveyQuestionId, values: ['non'] } }),
      question(3, 'text'),
      question(4, 'scale')
    ];
    const answers: Answer[] = [
      ...Array.from({ length: 6 }, () => ({ 1: 'oui' })),
      ...Array.from({ length: 4 }, () => ({ 1: 'non', 2: 'Trop loin', 3: 'Bravo', 4: 1 }))
    ];
    const results = summarise(questions, kept(answers));
    expect(results.map(({ kind }) => kind)).toEqual(['one', 'withheld', 'text', 'withheld']);
    expect(JSON.stringify(results)).not.toContain('Trop loin');
    expect(results[3]).toMatchObject({ answered: 0, askedOf: 0 });
  });

  test('leave the file without hidden words, and without formulas', () => {
    const answers = ['=HYPERLINK("x")', 'Caché', 'b', 'c', 'd'].map((text) => ({
      said: { 1: text },
      hidden: text === 'Caché' ? [1] : []
    }));
    const rows = resultRows(summarise([question(1, 'text')], answers), {
      asked: 10,
      answers: 5,
      rate: 0.5
    });
    const cells = rows.flat();
    expect(cells).toContain('\'=HYPERLINK("x")');
    expect(cells).not.toContain('Caché');
    expect(rows.slice(1).every((row) => row.at(-1) === '50\u00a0%')).toBe(true);
  });
});

describe('an answer', () => {
  const questions = [
    question(1, 'one', { options: ['oui', 'non'] }),
    question(2, 'scale', {
      dependsOn: { question: 1 as SurveyQuestionId, values: ['oui'] },
      required: true
    }),
    question(3, 'many', {
      options: ['a', 'b'],
      dependsOn: { question: 2 as SurveyQuestionId, values: ['5'] }
    }),
    question(4, 'rank', { options: ['x', 'y'] })
  ];

  test('keeps what was asked, in a chain of conditions', () => {
    expect(readAnswer(questions, { 1: ['non'], 2: ['5'], 3: ['a'] })).toEqual({
      ok: true,
      said: { 1: 'non' }
    });
    expect(readAnswer(questions, { 1: ['oui'], 2: ['5'], 3: ['b', 'z', 'a'] })).toEqual({
      ...{ ok: true, said: { 1: 'oui', 2: 5, 3: ['a', 'b'] } }
    });
    expect(readAnswer(questions, { 1: ['oui'] })).toMatchObject({
      errors: { 2: 'choisissez une note' }
    });
  });

  test('is whole when it ranks, and never empty', () => {
    expect(readAnswer(questions, { 4: ['2', '1'] })).toEqual({ ok: true, said: { 4: ['y', 'x'] } });
    expect(readAnswer(questions, { 4: ['1', '1'] })).toMatchObject({
      errors: { 4: 'deux propositions ont le même rang' }
    });
    expect(readAnswer(questions, { 4: ['1', ''] })).toMatchObject({ ok: false });
    expect(readAnswer(questions, {})).toMatchObject({ ok: false });
  });

  test('a question never depends on itself, nor on one that comes after', () => {
    expect(findMisplaced(questions)).toBeNull();
    expect(findMisplaced(questions.toReversed())).toEqual({ question: 3, on: 2 });
    const itself = question(1, 'one', {
      dependsOn: { question: 1 as SurveyQuestionId, values: ['a'] }
    });
    expect(findMisplaced([itself])).toEqual({ question: 1, on: 1 });
  });
});
