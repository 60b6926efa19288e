/** What the answers say together: counts, means, scores, ranks, words. Never one answer whole. */
import type { EventId } from '#shared/ids.ts';
import { SMALLEST_GROUP } from './anonymity.ts';
import type { Answer, Measure, Question, Response } from './model.ts';
import { HIGHEST_NPS, isAsked, valuesOf } from './questions.ts';

export interface Count {
  readonly value: string;
  readonly count: number;
}

/** The score of recommendation, and what it is made of. */
export interface Score {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
  /** Percentage of promoters minus that of detractors: from -100 to 100. */
  readonly score: number;
}

export interface Ranked {
  readonly option: string;
  /** 1 is the best. */
  readonly mean: number;
  readonly first: number;
}

/** A text that was written, with what names it in a form without naming its author. */
export interface Verbatim {
  readonly text: string;
  readonly hidden: boolean;
}

interface Of {
  readonly question: Question;
  /** How many answered this question, and how many were asked it. */
  readonly answered: number;
  readonly askedOf: number;
}

export type QuestionResult = Of &
  (
    | { readonly kind: 'withheld' }
    | { readonly kind: 'scale'; readonly mean: number; readonly counts: readonly Count[] }
    | { readonly kind: 'nps'; readonly score: Score; readonly counts: readonly Count[] }
    | { readonly kind: 'one' | 'many'; readonly counts: readonly Count[] }
    | { readonly kind: 'rank'; readonly ranks: readonly Ranked[] }
    | { readonly kind: 'text'; readonly verbatims: readonly Verbatim[] }
  );

/** An answer with the questions whose words are shown no more. */
export interface KeptAnswer {
  readonly said: Answer;
  readonly hidden: readonly number[];
}

/**
 * What each question was answered. A closed question that fewer than five people answered, and words that fewer than five
 * people were asked for, are withheld.
 */
export function summarise(
  questions: readonly Question[],
  answers: readonly KeptAnswer[]
): QuestionResult[] {
  return questions.map((question) => {
    const asked = answers.filter(({ said }) => isAsked(question, said));
    const given = asked.filter(({ said }) => said[question.id] !== undefined);
    const of = { question, answered: given.length, askedOf: asked.length };
    const people = question.kind === 'text' ? asked.length : given.length;
    if (people < SMALLEST_GROUP)
      return { ...of, answered: 0, askedOf: 0, kind: 'withheld' as const };
    return { ...of, ...resultOf(question, given) };
  });
}

type Bare<T> = T extends unknown ? Omit<T, keyof Of> : never;

function resultOf(question: Question, given: readonly KeptAnswer[]): Bare<QuestionResult> {
  const said = given.map((one) => one.said[question.id]!);
  switch (question.kind) {
    case 'scale':
      return {
        kind: 'scale',
        mean: mean(said.map(Number)),
        counts: countValues(question, said.map(String))
      };
    case 'nps':
      return {
        kind: 'nps',
        score: scoreOf(said.map(Number)),
        counts: countValues(question, said.map(String))
      };
    case 'one':
      return { kind: 'one', counts: countValues(question, said.map(String)) };
    case 'many':
      return {
        kind: 'many',
        counts: countValues(
          question,
          said.flatMap((many) => many as string[])
        )
      };
    case 'rank':
      return { kind: 'rank', ranks: rankOptions(question.options, said as string[][]) };
    case 'text':
      return { kind: 'text', verbatims: listVerbatims(question.id, given) };
  }
}

function countValues(question: Question, values: readonly string[]): Count[] {
  return valuesOf(question).map((value) => ({
    value,
    count: values.filter((one) => one === value).length
  }));
}

/** @throws RangeError of nothing: the caller withholds before. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no mean of nothing');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Net Promoter Score: 9 and 10 promote, 7 and 8 are passive, 0 to 6 detract. */
export function scoreOf(marks: readonly number[]): Score {
  const promoters = marks.filter((mark) => mark >= 9 && mark <= HIGHEST_NPS).length;
  const detractors = marks.filter((mark) => mark <= 6).length;
  return {
    ...{ promoters, detractors, passives: marks.length - promoters - detractors },
    score: Math.round((100 * (promoters - detractors)) / marks.length)
  };
}

function rankOptions(options: readonly string[], orders: readonly (readonly string[])[]): Ranked[] {
  return options
    .map((option) => ({
      option,
      mean: mean(orders.map((order) => order.indexOf(option) + 1)),
      first: orders.filter((order) => order[0] === option).length
    }))
    .toSorted((a, b) => a.mean - b.mean);
}

/**
 * The words, each once, in alphabetical order: their order is that of no other question, so that two texts of one person are
 * not read side by side.
 */
function listVerbatims(question: number, given: readonly KeptAnswer[]): Verbatim[] {
  const found = new Map<string, boolean>();
  for (const { said, hidden } of given) {
    const text = String(said[question]);
    found.set(text, (found.get(text) ?? false) || hidden.includes(question));
  }
  return [...found]
    .map(([text, hidden]) => ({ text, hidden }))
    .toSorted((a, b) => (a.text < b.text ? -1 : 1));
}

/** A measure of one edition, to be read beside those of others. */
export interface Measured {
  readonly measure: Measure;
  readonly label: string;
  /** A mean out of `scaleMax`, or a score from -100 to 100 when it is that of recommendation. */
  readonly value: number;
  readonly scaleMax: number;
  readonly answers: number;
  readonly response: Response;
}

/** An edition of a series with what was measured of it. */
export interface EditionMeasures {
  readonly id: EventId;
  readonly slug: string;
  readonly title: string;
  readonly startsAt: Date | null;
  readonly measures: readonly Measured[];
}

/** The measures that answers give, of five answers at least each. */
export function measure(results: readonly QuestionResult[], response: Response): Measured[] {
  return results.flatMap((result): Measured[] => {
    const { question, answered } = result;
    if (question.measure === '' || (result.kind !== 'scale' && result.kind !== 'nps')) return [];
    const value = result.kind === 'scale' ? result.mean : result.score.score;
    const scaleMax = result.kind === 'scale' ? question.scaleMax : 100;
    return [
      {
        ...{ measure: question.measure, label: question.label, value, scaleMax },
        answers: answered,
        response
      }
    ];
  });
}
