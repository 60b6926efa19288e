import { getManagedEvent } from '#domain/events/server/queries.ts';
import { listPlanGuests } from '#domain/seating/server/plan/queries.ts';
import { normalise } from '#shared/text.ts';
import type { RequestHandler } from './$types';

const MOST = 8;

/** Who sits at this edition, by a few letters of a name, for the lists of the rules and of the moves. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params, url }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const asked = normalise(url.searchParams.get('q') ?? '');
  const guests = await listPlanGuests(db, event.id);
  const found = guests.filter(({ name }) => normalise(name).includes(asked)).slice(0, MOST);
  return Response.json(
    found.map(({ registration, name, professionLabel, structureLabel }) => ({
      value: String(registration),
      label: name,
      detail: [professionLabel, structureLabel].filter(Boolean).join(', ')
    }))
  );
};
