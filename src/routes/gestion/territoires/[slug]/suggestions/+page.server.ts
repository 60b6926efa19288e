import { readDesk } from '#domain/directory/server/suggestions/desk/queries.ts';
import { listSuggestions } from '#domain/directory/server/suggestions/queries.ts';
import { getLedTerritory } from '../led.ts';
import { decide } from './desk.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, parent, url }) => {
  const { territory } = await parent();
  const suggestions = await listSuggestions(db, actor, { territory: territory.id });
  return { ...(await readDesk(db, suggestions)), done: url.searchParams.get('fait') };
};

export const actions: Actions = {
  default: async (event) => {
    await getLedTerritory(event.locals, event.params.slug);
    return decide(event, event.url.pathname);
  }
};
