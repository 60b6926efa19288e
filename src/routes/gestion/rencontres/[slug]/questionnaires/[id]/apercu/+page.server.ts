import { getManagedEvent } from '#domain/events/server/queries.ts';
import { getSurvey } from '#domain/surveys/server/queries.ts';
import type { SurveyId } from '#shared/ids.ts';
import { numberOf } from '../../../../reading.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const { id: event } = await getManagedEvent(db, actor, params.slug);
  const { survey } = await getSurvey(db, actor, event, numberOf(params.id) as SurveyId);
  return { survey };
};
