import { describe, expect, test } from 'vitest';
import type { SurveyQuestionId } from '#shared/ids.ts';
import { findCrossings, SMALLEST_GROUP } from './anonymity.ts';
import type { Answer, Question } from './model.ts';

function choice(id: number, options: string[], more: Partial<Question> = {}): Question {
  return {
    ...{ id: id as SurveyQuestionId, kind: 'one', label: `Q${id}`, hint: '', options, scaleMax: 5 },
    ...{ lowLabel: '', highLabel: '', required: false, measure: '', dependsOn: null, ...more }
  };
}

const JOB = choice(1, ['médecin', 'infirmière']);
const many = (count: number, answer: Answer): Answer[] =>
  Array.from({ length: count }, () => answer);
const names = (list: readonly { question: Question }[]) =>
  list.map(({ question }) => question.label);

describe('results are read apart', () => {
  test('by a question whose groups are each of five people at least, those who did not answer too', () => {
    const answers = [...many(6, { 1: 'médecin' }), ...many(5, { 1: 'infirmière' })];
    expect(findCrossings([JOB], answers).open[0]?.groups).toEqual([
      { value: 'médecin', people: 6 },
      { value: 'infirmière', people: 5 }
    ]);
    expect(findCrossings([JOB], [...answers, {}]).refused).toMatchObject([{ reason: 'small' }]);
    expect(findCrossings([JOB], [...answers, ...many(5, {})]).refused).toEqual([]);
  });

  test('never by a group whose complement, or a third group by difference, is of fewer than five', () => {
    const answers = [...many(20, { 1: 'médecin' }), ...many(4, { 1: 'infirmière' })];
    expect(findCrossings([JOB], answers)).toMatchObject({
      open: [],
      refused: [{ reason: 'small' }]
    });
    const three = choice(1, ['a', 'b', 'c']);
    const left = [...many(10, { 1: 'a' }), ...many(10, { 1: 'b' }), ...many(1, { 1: 'c' })];
    expect(findCrossings([three], left).open).toEqual([]);
  });

  test('by two questions only when no group of both is of fewer than five', () => {
    const first = choice(2, ['oui', 'non']);
    const nested = [
      ...many(9, { 1: 'médecin', 2: 'oui' }),
      { 1: 'médecin', 2: 'non' },
      ...many(5, { 1: 'infirmière', 2: 'non' })
    ];
    // « médecin » minus « oui » would be one person.
    expect(names(findCrossings([JOB, first], nested).open)).toEqual(['Q1']);
    expect(findCrossings([JOB, first], nested).refused).toMatchObject([{ reason: 'crossed' }]);
    const wide = [...nested, ...many(4, { 1: 'médecin', 2: 'non' })];
    expect(names(findCrossings([JOB, first], wide).open)).toEqual(['Q1', 'Q2']);
  });

  test('never by words, by several answers at once, nor by a question that not everybody is asked', () => {
    const others = [
      choice(1, ['a', 'b'], { kind: 'many' }),
      choice(2, [], { kind: 'text' }),
      choice(3, ['a'], { dependsOn: { question: 1 as SurveyQuestionId, values: ['a'] } })
    ];
    expect(findCrossings(others, many(20, { 1: ['a'], 2: 'x', 3: 'a' }))).toEqual({
      open: [],
      refused: []
    });
  });

  test('whatever the answers, no sum or difference of what is offered is of fewer than five people', () => {
    let seed = 11;
    const draw = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let turn = 0; turn < 200; turn += 1) {
      const questions = [
        choice(1, ['a', 'b']),
        choice(2, ['a', 'b', 'c']),
        choice(3, [], { kind: 'nps' })
      ];
      const answers: Answer[] = Array.from({ length: 5 + draw(60) }, (): Answer => ({
        ...({ 1: draw(4) ? 'a' : 'b', 2: 'abc'[draw(3)]! } as Answer),
        ...((draw(3) ? { 3: draw(11) } : {}) as Answer)
      }));
      const { open } = findCrossings(questions, answers);
      const cells = new Map<string, number>();
      for (const answer of answers) {
        const cell = open
          .map(({ question }) =>
            question.kind === 'nps'
              ? family(answer[question.id])
              : String(answer[question.id] ?? '')
          )
          .join('|');
        cells.set(cell, (cells.get(cell) ?? 0) + 1);
      }
      expect(Math.min(...cells.values())).toBeGreaterThanOrEqual(SMALLEST_GROUP);
    }
  });
});

function family(mark: Answer[number] | undefined): string {
  if (mark === undefined) return '';
  return Number(mark) >= 9 ? 'high' : Number(mark) >= 7 ? 'middle' : 'low';
}
