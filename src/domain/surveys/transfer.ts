/** Results as a table and as a document: the figures that the page shows, never one answer whole. */
import type { Event } from '#domain/events/model.ts';
import { whenOf } from '#domain/events/wording.ts';
import { SMALLEST_GROUP } from './anonymity.ts';
import type { Response, Survey } from './model.ts';
import type { QuestionResult } from './results.ts';
import {
  decimal,
  describeResponse,
  explainScore,
  percent,
  QUESTION_KIND_LABELS,
  signed
} from './wording.ts';

export const EXPORT_FORMATS = ['csv', 'pdf'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const HEAD = [
  'Question',
  'Genre',
  'Réponse',
  'Valeur',
  'Unité',
  'Réponses à la question',
  'Réponses',
  'Interrogés',
  'Taux'
];
const WITHHELD = `moins de ${SMALLEST_GROUP} réponses : non montré`;

/** One line a figure, with how many answered on each line. Hidden words are left out. */
export function resultRows(questions: readonly QuestionResult[], response: Response): string[][] {
  const beside = [String(response.answers), String(response.asked), percent(response.rate)];
  const lines = questions.flatMap((result, at) => {
    const of = [`${at + 1}. ${result.question.label}`, QUESTION_KIND_LABELS[result.question.kind]];
    const answered = result.kind === 'withheld' ? '' : String(result.answered);
    return figuresOf(result).map((figure) => [...of, ...figure, answered, ...beside]);
  });
  return [HEAD, ...lines].map((line) => line.map(harmless));
}

/** A text that a spreadsheet would take for a formula is given as text. */
function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+([.,]\d+)?$/.test(cell) ? `'${cell}` : cell;
}

function figuresOf(result: QuestionResult): [answer: string, value: string, unit: string][] {
  switch (result.kind) {
    case 'withheld':
      return [['', WITHHELD, '']];
    case 'scale':
      return [
        ['Moyenne', decimal(result.mean), `sur ${result.question.scaleMax}`],
        ...countsOf(result)
      ];
    case 'nps':
      return [
        ['Score de recommandation', String(result.score.score), 'de -100 à 100'],
        ...countsOf(result)
      ];
    case 'one':
    case 'many':
      return countsOf(result);
    case 'rank':
      return result.ranks.map(({ option, mean }) => [option, decimal(mean), 'rang moyen']);
    case 'text':
      return result.verbatims
        .filter(({ hidden }) => !hidden)
        .map(({ text }) => ['', text, 'réponse libre']);
  }
}

function countsOf(result: QuestionResult): [string, string, string][] {
  return 'counts' in result
    ? result.counts.map(({ value, count }) => [value, String(count), 'réponses'])
    : [];
}

/** What the document is set from. */
export interface ResultsDocument {
  readonly title: string;
  readonly event: string;
  readonly when: string;
  readonly response: string;
  readonly promise: string;
  readonly questions: readonly {
    readonly label: string;
    readonly answered: string;
    readonly figure: string;
    readonly explained: string;
    readonly bars: readonly {
      readonly label: string;
      readonly share: number;
      readonly text: string;
    }[];
    readonly texts: readonly string[];
  }[];
}

export function writeResults(
  event: Event,
  survey: Pick<Survey, 'title'>,
  questions: readonly QuestionResult[],
  response: Response
): ResultsDocument {
  return {
    ...{ title: survey.title, event: event.title, when: whenOf(event) },
    response: `${describeResponse(response)}.`,
    promise: `Réponses anonymes. Rien n’est montré d’un groupe de moins de ${SMALLEST_GROUP} personnes.`,
    questions: questions.map((result, at) => ({
      label: `${at + 1}. ${result.question.label}`,
      answered:
        result.kind === 'withheld'
          ? `Moins de ${SMALLEST_GROUP} réponses à cette question : elles ne sont pas montrées.`
          : `${result.answered} réponses à cette question, pour ${response.asked} personnes interrogées (${percent(response.rate)} ont répondu au questionnaire)`,
      figure: headlineOf(result),
      explained: result.kind === 'nps' ? explainScore(result.score) : '',
      bars: barsOf(result),
      texts:
        result.kind === 'text'
          ? result.verbatims.filter(({ hidden }) => !hidden).map(({ text }) => text)
          : []
    }))
  };
}

function headlineOf(result: QuestionResult): string {
  if (result.kind === 'scale')
    return `${decimal(result.mean)} sur ${result.question.scaleMax} en moyenne`;
  return result.kind === 'nps'
    ? `Score de recommandation (NPS) : ${signed(result.score.score)}`
    : '';
}

function barsOf(result: QuestionResult): ResultsDocument['questions'][number]['bars'] {
  if (result.kind === 'rank') {
    const worst = Math.max(1, result.ranks.length);
    return result.ranks.map(({ option, mean }) => ({
      label: option,
      share: (worst + 1 - mean) / worst,
      text: `rang moyen ${decimal(mean)}`
    }));
  }
  if (!('counts' in result)) return [];
  const most = Math.max(1, ...result.counts.map(({ count }) => count));
  return result.counts.map(({ value, count }) => ({
    label: value,
    share: count / most,
    text: `${count} (${percent(count / Math.max(1, result.answered))})`
  }));
}
