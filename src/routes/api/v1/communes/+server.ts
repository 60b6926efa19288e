import { listCommunes } from '#app/api/contracts.ts';
import { communeJson } from '#app/api/presenters.ts';
import { searchCommunes } from '#domain/territory/server/queries.ts';
import { answer } from '#server/http/api.ts';

export const GET = answer(listCommunes, async ({ query, event }) => {
  const found = await searchCommunes(event.locals.db, query.q);
  return found.map((commune) => ({ ...communeJson(commune), matched: commune.matchedName }));
});
