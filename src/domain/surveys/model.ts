/** What is asked of those who come to an edition, before or after, and who may read what they said. */
import type { EventId, SurveyId, SurveyQuestionId } from '#shared/ids.ts';

/** expectations: asked before. satisfaction: asked after. */
export const SURVEY_KINDS = ['expectations', 'satisfaction', 'free'] as const;
export type SurveyKind = (typeof SURVEY_KINDS)[number];

export const SURVEY_STATUSES = ['draft', 'open', 'closed'] as const;
export type SurveyStatus = (typeof SURVEY_STATUSES)[number];

/** registered: who has a place. present: who came. */
export const AUDIENCES = ['registered', 'present'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Who reads the results, besides the team. */
export const READERS = ['team', 'participants', 'public'] as const;
export type Readers = (typeof READERS)[number];

/** scale: from 1 to `scaleMax`. nps: from 0 to 10. rank: all its options, the first preferred. */
export const QUESTION_KINDS = ['scale', 'nps', 'one', 'many', 'rank', 'text'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** What the figures of an edition read, and compare from one edition to the next. */
export const MEASURES = ['satisfaction', 'usefulness', 'recommendation', 'contacts'] as const;
export type Measure = (typeof MEASURES)[number];

export interface Question {
  readonly id: SurveyQuestionId;
  readonly kind: QuestionKind;
  readonly label: string;
  readonly hint: string;
  /** Of one, many and rank. */
  readonly options: readonly string[];
  readonly scaleMax: number;
  readonly lowLabel: string;
  readonly highLabel: string;
  readonly required: boolean;
  readonly measure: Measure | '';
  /** Asked only when an earlier question was answered with one of these. */
  readonly dependsOn: {
    readonly question: SurveyQuestionId;
    readonly values: readonly string[];
  } | null;
}

export interface Survey {
  readonly id: SurveyId;
  readonly event: EventId;
  readonly kind: SurveyKind;
  readonly title: string;
  readonly intro: string;
  readonly thanks: string;
  readonly status: SurveyStatus;
  readonly audience: Audience;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  /** How many times the silent are written to again, and after how many days each. */
  readonly reminders: number;
  readonly remindAfterDays: number;
  readonly resultsShown: Readers;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
  readonly version: number;
  /** In their order, without those that were taken away. */
  readonly questions: readonly Question[];
}

/** What somebody says to a question: a number, words, one option, several, or all in order. */
export type Said = number | string | readonly string[];

/** An answer whole: of nobody, by number of question. */
export type Answer = Readonly<Record<number, Said>>;

/** How many were asked and answered. Never who. */
export interface Response {
  readonly asked: number;
  readonly answers: number;
  /** Between 0 and 1. */
  readonly rate: number;
}

/** How sending goes, in numbers alone: nobody reads who has answered. */
export interface FollowUp {
  readonly response: Response;
  /** Links that were written to again at least once. */
  readonly reminded: number;
  /** Of those who would be asked, without an address of their own. */
  readonly unreachable: number;
}

/** Where a questionnaire is, whatever the hour at which the machine last looked. */
export function surveyState(
  { status, closesAt }: Pick<Survey, 'status' | 'closesAt'>,
  now: Date
): SurveyStatus {
  return status === 'open' && closesAt !== null && closesAt <= now ? 'closed' : status;
}

/** How many of those who were asked answered; links that are gone with their registrations never make it pass 1. */
export function responseOf(asked: number, answers: number): Response {
  const of = Math.max(asked, answers);
  return { asked: of, answers, rate: of === 0 ? 0 : answers / of };
}
