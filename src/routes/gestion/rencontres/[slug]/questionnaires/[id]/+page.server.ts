import { fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { surveyState } from '#domain/surveys/model.ts';
import { canChangeQuestions, findObstacle } from '#domain/surveys/rules.ts';
import { deleteSurvey } from '#domain/surveys/server/commands.ts';
import { closeSurvey, openSurvey } from '#domain/surveys/server/opening/commands.ts';
import { getFollowUp, getSurvey, listRemoved } from '#domain/surveys/server/queries.ts';
import {
  moveQuestion,
  removeQuestion,
  restoreQuestion
} from '#domain/surveys/server/questions/commands.ts';
import type { SurveyId } from '#shared/ids.ts';
import { numberOf } from '../../../reading.ts';
import { OBSTACLES, pressed, QUESTION_REFUSALS } from '../reading.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { id: event } = await getManagedEvent(db, actor, params.slug);
  const id = numberOf(params.id) as SurveyId;
  const now = new Date();
  const { survey, event: edition } = await getSurvey(db, actor, event, id);
  const follow = await getFollowUp(db, actor, event, id);
  const removed = await listRemoved(db, actor, event, id);
  const obstacle = findObstacle(survey, edition, now);
  return {
    ...{ survey, follow, removed, state: surveyState(survey, now) },
    obstacle: obstacle === null || survey.status !== 'draft' ? '' : OBSTACLES[obstacle],
    changeable: canChangeQuestions(survey, follow.response.answers),
    gone: removed.find((one) => String(one.id) === url.searchParams.get('retiree')) ?? null,
    done:
      ['prepare', 'ouvert', 'clos', 'enregistre'].find((name) => url.searchParams.has(name)) ?? ''
  };
};

const refuse = (message: string) => fail(409, { message });

export const actions: Actions = {
  ouvrir: async (request) => {
    const { db, actor, which } = await pressed(request);
    const done = await openSurvey(db, actor, which.event, which.survey, new Date());
    if (!done.ok) return refuse(OBSTACLES[done.reason]);
    redirect(303, '?ouvert');
  },
  clore: async (request) => {
    const { db, actor, which } = await pressed(request);
    const done = await closeSurvey(db, actor, which.event, which.survey, new Date());
    if (!done.ok) return refuse('Ce questionnaire n’est pas ouvert.');
    redirect(303, '?clos');
  },
  deplacer: async (request) => {
    const { db, actor, form, which } = await pressed(request);
    const done = await moveQuestion(db, actor, which, form.get('vers') === 'haut' ? 'up' : 'down');
    if (!done.ok) return refuse(QUESTION_REFUSALS[done.reason]);
    redirect(303, `?#question-${which.question}`);
  },
  retirer: async (request) => {
    const { db, actor, which } = await pressed(request);
    const done = await removeQuestion(db, actor, which, new Date());
    if (!done.ok) return refuse(QUESTION_REFUSALS[done.reason]);
    redirect(303, `?retiree=${which.question}`);
  },
  remettre: async (request) => {
    const { db, actor, which } = await pressed(request);
    const done = await restoreQuestion(db, actor, which);
    if (!done.ok) return refuse(QUESTION_REFUSALS[done.reason]);
    redirect(303, `?#question-${which.question}`);
  },
  supprimer: async (request) => {
    const { db, actor, event, which } = await pressed(request);
    const { survey } = await getSurvey(db, actor, which.event, which.survey);
    const done = await deleteSurvey(db, actor, which.event, which.survey);
    if (!done.ok) return refuse('Un questionnaire qui a été ouvert ne se supprime pas.');
    const title = encodeURIComponent(survey.title);
    redirect(303, `/gestion/rencontres/${event.slug}/questionnaires?supprime=${title}`);
  }
};
