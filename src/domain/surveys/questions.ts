/** What may be answered to a question, which questions one is asked, and what is kept of what was typed. */
import type { SurveyQuestionId } from '#shared/ids.ts';
import { atMost } from '#shared/text.ts';
import type { Answer, Question, Said } from './model.ts';

export const LONGEST_TEXT = 2000;
export const HIGHEST_NPS = 10;

/** The values on which another question may depend; none for words and ranks. */
export function valuesOf({
  kind,
  options,
  scaleMax
}: Pick<Question, 'kind' | 'options' | 'scaleMax'>): readonly string[] {
  if (kind === 'one' || kind === 'many') return options;
  if (kind === 'scale') return count(1, scaleMax);
  return kind === 'nps' ? count(0, HIGHEST_NPS) : [];
}

function count(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, at) => String(from + at));
}

/** Whether a question is asked of somebody, given what she said before it. */
export function isAsked({ dependsOn }: Pick<Question, 'dependsOn'>, said: Answer): boolean {
  if (!dependsOn) return true;
  const before = said[dependsOn.question];
  if (before === undefined) return false;
  const chosen: readonly string[] = typeof before === 'object' ? before : [String(before)];
  return chosen.some((value) => dependsOn.values.includes(value));
}

/** What a form brings: the values of each question, as typed. */
export type Typed = Readonly<Record<number, readonly string[]>>;

export type ReadAnswer =
  | { readonly ok: true; readonly said: Answer }
  | { readonly ok: false; readonly errors: Readonly<Record<number, string>> };

/**
 * What is kept of a form: each question in its order, so that what a question depends on is known before it. What was
 * typed to a question that is not asked is left out.
 */
export function readAnswer(questions: readonly Question[], typed: Typed): ReadAnswer {
  const said: Record<number, Said> = {};
  const errors: Record<number, string> = {};
  for (const question of questions) {
    if (!isAsked(question, said)) continue;
    const read = readOne(question, typed[question.id] ?? []);
    if (typeof read === 'object' && 'error' in read) errors[question.id] = read.error;
    else if (read.value !== undefined) said[question.id] = read.value;
    else if (question.required) errors[question.id] = MISSING[question.kind];
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  if (Object.keys(said).length === 0) return { ok: false, errors: nothing(questions) };
  return { ok: true, said };
}

const MISSING: Readonly<Record<Question['kind'], string>> = {
  scale: 'choisissez une note',
  nps: 'choisissez une note de 0 à 10',
  one: 'choisissez une réponse',
  many: 'cochez au moins une réponse',
  rank: 'donnez un rang à chaque proposition',
  text: 'écrivez quelques mots'
};

/** An empty answer would spend the link for nothing. */
function nothing(questions: readonly Question[]): Record<number, string> {
  const first = questions[0];
  return first ? { [first.id]: 'répondez à une question au moins' } : {};
}

type ReadOne = { readonly value: Said | undefined } | { readonly error: string };

function readOne(question: Question, values: readonly string[]): ReadOne {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '');
  if (filled.length === 0) return { value: undefined };
  if (question.kind === 'text') return readText(filled.join('\n'));
  if (question.kind === 'rank') return readRank(question.options, values);
  const known = valuesOf(question);
  const kept = filled.filter((value) => known.includes(value));
  if (kept.length === 0) return { error: 'cette réponse n’est pas proposée' };
  if (question.kind === 'many') return { value: known.filter((value) => kept.includes(value)) };
  return { value: question.kind === 'one' ? kept[0]! : Number(kept[0]) };
}

function readText(text: string): ReadOne {
  return text.length > LONGEST_TEXT
    ? { error: atMost(LONGEST_TEXT) }
    : { value: text.replaceAll('\r\n', '\n') };
}

/** A rank for each option, in the order of the options: « 2 », « 1 », « 3 ». */
function readRank(options: readonly string[], values: readonly string[]): ReadOne {
  const ranks = options.map((_, at) => Number(values[at] ?? '') || 0);
  const whole = ranks.every((rank) => rank >= 1 && rank <= options.length);
  if (!whole) return { error: MISSING.rank };
  if (new Set(ranks).size < ranks.length) return { error: 'deux propositions ont le même rang' };
  return {
    value: options.toSorted((a, b) => ranks[options.indexOf(a)]! - ranks[options.indexOf(b)]!)
  };
}

/** Why a question may not stand where it would. */
export interface Misplaced {
  readonly question: SurveyQuestionId;
  readonly on: SurveyQuestionId;
}

/** The first question that depends on one that does not come before it: there is none in a good order, nor any loop. */
export function findMisplaced(
  questions: readonly Pick<Question, 'id' | 'dependsOn'>[]
): Misplaced | null {
  const before = new Set<SurveyQuestionId>();
  for (const { id, dependsOn } of questions) {
    if (dependsOn && !before.has(dependsOn.question))
      return { question: id, on: dependsOn.question };
    before.add(id);
  }
  return null;
}
