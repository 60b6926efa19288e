import { getEventBySlug } from '#app/api/event-contracts.ts';
import { getEventJson } from '#app/api/events.ts';
import { answer } from '#server/http/api.ts';

export const GET = answer(getEventBySlug, ({ params, event }) =>
  getEventJson(event.locals.db, params.slug)
);
