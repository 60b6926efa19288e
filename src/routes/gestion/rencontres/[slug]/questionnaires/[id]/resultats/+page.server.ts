import { redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { moderationInput } from '#domain/surveys/forms.ts';
import { surveyState } from '#domain/surveys/model.ts';
import { compareEditions } from '#domain/surveys/server/measures/queries.ts';
import { hideWords, showWords } from '#domain/surveys/server/moderation/commands.ts';
import { getResults } from '#domain/surveys/server/results/queries.ts';
import type { SurveyId } from '#shared/ids.ts';
import { numberOf } from '../../../../reading.ts';
import { pressed } from '../../reading.ts';
import { readFilter } from './filtering.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { id: event } = await getManagedEvent(db, actor, params.slug);
  const now = new Date();
  const which = { event, survey: numberOf(params.id) as SurveyId };
  const asked = { filter: readFilter(url.searchParams), now };
  const found = await getResults(db, actor, which, asked);
  const { survey, results } = found;
  return {
    survey: { id: survey.id, title: survey.title, kind: survey.kind, status: survey.status },
    ...{ results, state: surveyState(survey, now) },
    editions: await compareEditions(db, actor, found.event, now),
    moderated: url.searchParams.get('moderation') ?? ''
  };
};

/** The words named by a button, as they were written. */
const named = (form: FormData) => ({
  question: form.get('question'),
  text: String(form.get('texte') ?? '').replaceAll('\r\n', '\n'),
  reason: form.get('motif') ?? undefined
});

export const actions: Actions = {
  masquer: async (request) => {
    const { db, actor, form, which } = await pressed(request);
    const read = moderationInput.safeParse(named(form));
    if (read.success) await hideWords(db, actor, which, read.data);
    redirect(
      303,
      `?moderation=${read.success ? 'masque' : 'motif'}#q-${numberOf(form.get('question'))}`
    );
  },
  remontrer: async (request) => {
    const { db, actor, form, which } = await pressed(request);
    const read = moderationInput.omit({ reason: true }).safeParse(named(form));
    if (read.success) await showWords(db, actor, which, read.data);
    redirect(303, `?moderation=remontre#q-${numberOf(form.get('question'))}`);
  }
};
