import type { Actor } from '#domain/identity/model.ts';
import type { SurveyInput } from '#domain/surveys/forms.ts';
import { createSurvey, deleteSurvey, updateSurvey } from '#domain/surveys/server/commands.ts';
import { hideWords, showWords } from '#domain/surveys/server/moderation/commands.ts';
import { closeSurvey, openSurvey } from '#domain/surveys/server/opening/commands.ts';
import {
  moveQuestion,
  removeQuestion,
  restoreQuestion,
  saveQuestion
} from '#domain/surveys/server/questions/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, SurveyId, SurveyQuestionId } from '#shared/ids.ts';
import { ADMINISTRATORS, ANIMATORS } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

const NOW = new Date('2026-11-22T09:00:00Z');
const SETTINGS: SurveyInput = {
  ...{ title: 'Votre avis', intro: '', thanks: '', audience: 'registered' },
  ...{ opensAt: null, closesAt: null, reminders: 1, remindAfterDays: 3, resultsShown: 'team' }
};
const QUESTION = {
  kind: 'text' as const,
  ...{
    label: 'Pourquoi ?',
    hint: '',
    options: [],
    scaleMax: 5,
    lowLabel: '',
    highLabel: ''
  },
  ...{ required: false, measure: '' as const, dependsOn: null }
};

interface Made {
  readonly event: EventId;
  readonly survey: SurveyId;
  readonly question: SurveyQuestionId;
}
type Call = (db: Database, actor: Actor, made: Made) => Promise<unknown>;

const server = 'domain/surveys/server';
const CALLS: Readonly<Record<string, Call>> = {
  [`${server}/commands.ts#createSurvey`]: (db, actor, { event }) =>
    createSurvey(db, actor, event, { from: 'template', key: 'satisfaction' }),
  [`${server}/commands.ts#updateSurvey`]: (db, actor, made) =>
    updateSurvey(db, actor, { ...made, version: 1 }, { input: SETTINGS }, NOW),
  [`${server}/commands.ts#deleteSurvey`]: (db, actor, { event, survey }) =>
    deleteSurvey(db, actor, event, survey),
  [`${server}/opening/commands.ts#openSurvey`]: (db, actor, { event, survey }) =>
    openSurvey(db, actor, event, survey, NOW),
  [`${server}/opening/commands.ts#closeSurvey`]: (db, actor, { event, survey }) =>
    closeSurvey(db, actor, event, survey, NOW),
  [`${server}/questions/commands.ts#saveQuestion`]: (db, actor, made) =>
    saveQuestion(db, actor, { ...made, question: null }, { input: { ...QUESTION, options: [] } }),
  [`${server}/questions/commands.ts#moveQuestion`]: (db, actor, made) =>
    moveQuestion(db, actor, made, 'down'),
  [`${server}/questions/commands.ts#removeQuestion`]: (db, actor, made) =>
    removeQuestion(db, actor, made, NOW),
  [`${server}/questions/commands.ts#restoreQuestion`]: (db, actor, made) =>
    restoreQuestion(db, actor, made),
  [`${server}/moderation/commands.ts#hideWords`]: (db, actor, made) =>
    hideWords(db, actor, made, { question: made.question, text: 'Rien', reason: 'hurtful' }),
  [`${server}/moderation/commands.ts#showWords`]: (db, actor, made) =>
    showWords(db, actor, made, { question: made.question, text: 'Rien' })
};

/** The questionnaires of an edition, here and elsewhere: those who manage it. Who is asked answers by her link alone. */
export function ofSurveys(events: { here: EventId; elsewhere: EventId }): CommandCase[] {
  return [
    { on: 'here', may: ANIMATORS, event: events.here },
    { on: 'elsewhere', may: ADMINISTRATORS, event: events.elsewhere }
  ].flatMap(({ on, may, event }) =>
    Object.entries(CALLS).map(([command, call]): CommandCase => ({
      ...{ command, on, may },
      call: async (db, actor) => call(db, actor, await aSurvey(db, event))
    }))
  );
}

/** A questionnaire of one question, in the transaction of the case. */
async function aSurvey(db: Database, event: EventId): Promise<Made> {
  const { id } = await db
    .insertInto('survey')
    .values({ event_id: event, kind: 'free', title: 'Votre avis' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const question = await db
    .insertInto('survey_question')
    .values({ survey_id: id, kind: 'text', label: 'Pourquoi ?' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { event, survey: id as SurveyId, question: question.id as SurveyQuestionId };
}
