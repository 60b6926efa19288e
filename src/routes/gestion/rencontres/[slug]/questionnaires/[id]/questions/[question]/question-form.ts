/** The form of a question: what is typed, what is read of it. */
import { surveyQuestionInput, type QuestionInput } from '#domain/surveys/forms.ts';
import type { Question } from '#domain/surveys/model.ts';
import { valuesOf } from '#domain/surveys/questions.ts';
import { errorsOf, text } from '../../../../../reading.ts';

export interface TypedQuestion {
  label: string;
  hint: string;
  kind: string;
  options: string;
  scaleMax: string;
  low: string;
  high: string;
  required: boolean;
  measure: string;
  /** « 12:Oui »: the question and one of its answers, several times. */
  conditions: readonly string[];
}

export const BLANK: TypedQuestion = {
  ...{ label: '', hint: '', kind: 'scale', options: '', scaleMax: '5', low: '', high: '' },
  ...{ required: false, measure: '', conditions: [] }
};

export function typedOf(question: Question): TypedQuestion {
  const { label, hint, kind, options, scaleMax, required, measure, dependsOn } = question;
  return {
    ...{ label, hint, kind, required, measure, options: options.join('\n') },
    ...{ scaleMax: String(scaleMax), low: question.lowLabel, high: question.highLabel },
    conditions: dependsOn ? dependsOn.values.map((value) => `${dependsOn.question}:${value}`) : []
  };
}

export function readTyped(form: FormData): TypedQuestion {
  return {
    ...{ label: text(form, 'question'), hint: text(form, 'aide'), kind: text(form, 'genre') },
    ...{ options: text(form, 'reponses'), scaleMax: text(form, 'echelle') || '5' },
    ...{ low: text(form, 'bas'), high: text(form, 'haut'), measure: text(form, 'mesure') },
    required: form.has('exigee'),
    conditions: [...form].flatMap(([name, value]) =>
      /^condition-\d+$/.test(name) && typeof value === 'string' ? [value] : []
    )
  };
}

const NAMES = {
  label: 'question',
  hint: 'aide',
  kind: 'genre',
  options: 'reponses',
  scaleMax: 'echelle',
  lowLabel: 'bas',
  highLabel: 'haut',
  measure: 'mesure',
  dependsOn: 'condition',
  values: 'condition'
};

const LABELS = {
  question: 'Question',
  aide: 'Précision',
  genre: 'Comment on y répond',
  reponses: 'Réponses proposées',
  echelle: 'Échelle',
  mesure: 'Mesure',
  condition: 'Condition'
};

/** Where a question depends on several answers, they are those of one question. */
export function readQuestion(
  typed: TypedQuestion
): { ok: true; input: QuestionInput } | { ok: false; errors: Record<string, string> } {
  const conditions = typed.conditions.map((one) => {
    const cut = one.indexOf(':');
    return { question: Number(one.slice(0, cut)), value: one.slice(cut + 1) };
  });
  const [first] = conditions;
  if (conditions.some(({ question }) => question !== first?.question))
    return {
      ok: false,
      errors: { condition: 'Condition\u00a0: choisissez les réponses d’une seule question' }
    };
  const chooses = ['one', 'many', 'rank'].includes(typed.kind);
  const read = surveyQuestionInput.safeParse({
    ...{ kind: typed.kind, label: typed.label, hint: typed.hint, scaleMax: typed.scaleMax },
    options: chooses ? linesOf(typed.options) : [],
    ...{
      lowLabel: typed.low,
      highLabel: typed.high,
      required: typed.required,
      measure: typed.measure
    },
    dependsOn: first
      ? { question: first.question, values: conditions.map(({ value }) => value) }
      : null
  });
  return read.success
    ? { ok: true, input: read.data }
    : { ok: false, errors: errorsOf(read.error, NAMES, LABELS) };
}

function linesOf(lines: string): string[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

/** The answers of the questions before this one, on which it may depend. */
export function listConditions(questions: readonly Question[], id: number | null) {
  const at = id === null ? questions.length : questions.findIndex((one) => one.id === id);
  return questions.slice(0, at).flatMap((question, place) => {
    const values = valuesOf(question);
    if (values.length === 0) return [];
    return [
      {
        title: `${place + 1}. ${question.label}`,
        id: question.id,
        choices: values.map((value) => ({ value: `${question.id}:${value}`, label: value }))
      }
    ];
  });
}
