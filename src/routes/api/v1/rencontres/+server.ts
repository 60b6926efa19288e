import { listEvents } from '#app/api/event-contracts.ts';
import { listEventsJson } from '#app/api/events.ts';
import { answer } from '#server/http/api.ts';

export const GET = answer(listEvents, ({ query, event }) => {
  const asked = { ...query, past: query.past === 'true', perPage: query.per_page };
  return listEventsJson(event.locals.db, asked, new Date());
});
