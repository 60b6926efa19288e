import { canManageEvent } from '#domain/events/rules.ts';
import { getEvent } from '#domain/events/server/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const { place, ...event } = await getEvent(db, actor, params.slug);
  return { event, manages: canManageEvent(actor, place) };
};
