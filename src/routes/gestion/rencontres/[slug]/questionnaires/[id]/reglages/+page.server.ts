import { fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { updateSurvey } from '#domain/surveys/server/commands.ts';
import { getSurvey } from '#domain/surveys/server/queries.ts';
import type { SurveyId } from '#shared/ids.ts';
import { numberOf } from '../../../../reading.ts';
import { pressed } from '../../reading.ts';
import { readSettings, readTyped, SETTING_REFUSALS, typedOf } from './settings.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const { id, timeZone } = await getManagedEvent(db, actor, params.slug);
  const { survey } = await getSurvey(db, actor, id, numberOf(params.id) as SurveyId);
  return { survey, settings: typedOf(survey, timeZone) };
};

export const actions: Actions = {
  default: async (request) => {
    const { db, actor, event, form, which } = await pressed(request);
    const { survey } = await getSurvey(db, actor, which.event, which.survey);
    const typed = readTyped(form);
    const read = readSettings(typed, survey, event.timeZone);
    if (!read.ok) return fail(400, { typed, errors: read.errors });
    const done = await updateSurvey(
      db,
      actor,
      { ...which, version: numberOf(typed.version) },
      { input: read.input, reread: form.has('relu') },
      new Date()
    );
    if (done.ok)
      redirect(303, `/gestion/rencontres/${event.slug}/questionnaires/${which.survey}?enregistre`);
    if (done.reason === 'second-reading')
      return fail(422, { typed, errors: {}, readings: done.readings });
    return fail(409, { typed, errors: SETTING_REFUSALS[done.reason] });
  }
};
