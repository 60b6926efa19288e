import { getEvent } from '#domain/events/server/queries.ts';
import { listParticipants } from '#domain/registrations/server/participants/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const event = await getEvent(db, actor, params.slug);
  const token = url.searchParams.get('place') ?? '';
  const { id, slug, title, startsAt, endsAt, timeZone, venueName, communeName, kind } = event;
  return {
    ...(await listParticipants(db, actor, event, { token })),
    event: { id, slug, title, startsAt, endsAt, timeZone, venueName, communeName, kind },
    token
  };
};
