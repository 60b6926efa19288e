import { getManagedEvent } from '#domain/events/server/queries.ts';
import { surveyState } from '#domain/surveys/model.ts';
import { listSurveys } from '#domain/surveys/server/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const now = new Date();
  const surveys = await listSurveys(db, actor, id);
  return {
    surveys: surveys.map((survey) => ({ ...survey, state: surveyState(survey, now) })),
    deleted: url.searchParams.get('supprime') ?? ''
  };
};
