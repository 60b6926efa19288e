import { fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { canChangeQuestions } from '#domain/surveys/rules.ts';
import { getFollowUp, getSurvey } from '#domain/surveys/server/queries.ts';
import { saveQuestion } from '#domain/surveys/server/questions/commands.ts';
import { NotFound } from '#shared/errors.ts';
import type { SurveyId, SurveyQuestionId } from '#shared/ids.ts';
import { numberOf } from '../../../../../reading.ts';
import { pressed, QUESTION_REFUSALS } from '../../../reading.ts';
import { BLANK, listConditions, readQuestion, readTyped, typedOf } from './question-form.ts';
import type { Actions, PageServerLoad } from './$types';

const NEW = 'nouvelle';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const { id: event } = await getManagedEvent(db, actor, params.slug);
  const id = numberOf(params.id) as SurveyId;
  const { survey } = await getSurvey(db, actor, event, id);
  const isNew = params.question === NEW;
  const question = survey.questions.find((one) => one.id === numberOf(params.question));
  if (!isNew && !question) throw new NotFound('Cette question n’existe pas, ou a été retirée.');
  const { response } = await getFollowUp(db, actor, event, id);
  return {
    ...{ survey, isNew },
    changeable: canChangeQuestions(survey, response.answers),
    kept: question ? typedOf(question) : BLANK,
    number: question ? survey.questions.indexOf(question) + 1 : survey.questions.length + 1,
    conditions: listConditions(survey.questions, question?.id ?? null)
  };
};

export const actions: Actions = {
  default: async (request) => {
    const { db, actor, event, form, which } = await pressed(request);
    const typed = readTyped(form);
    const read = readQuestion(typed);
    if (!read.ok) return fail(400, { typed, errors: read.errors, readings: null });
    const isNew = request.params.question === NEW;
    const question = isNew ? null : (numberOf(request.params.question) as SurveyQuestionId);
    const input = { input: read.input, reread: form.has('relu') };
    const done = await saveQuestion(db, actor, { ...which, question }, input);
    if (done.ok) {
      const page = `/gestion/rencontres/${event.slug}/questionnaires/${which.survey}`;
      redirect(303, `${page}?enregistre#question-${done.question}`);
    }
    if (done.reason === 'second-reading')
      return fail(422, { typed, errors: {}, readings: done.readings });
    const field =
      done.reason === 'too-late' || done.reason === 'no-value' ? 'condition' : 'question';
    const errors: Record<string, string> = { [field]: QUESTION_REFUSALS[done.reason] };
    return fail(409, { typed, errors, readings: null });
  }
};
