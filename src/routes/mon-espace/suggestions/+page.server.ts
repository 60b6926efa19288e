import { readDesk } from '#domain/directory/server/suggestions/desk/queries.ts';
import { listSuggestions } from '#domain/directory/server/suggestions/queries.ts';
import { decide } from '../../gestion/territoires/[slug]/suggestions/desk.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  const referentOf = actor.kind === 'person' ? actor.referentOf : [];
  const suggestions = await listSuggestions(db, actor, { referentOf });
  return { ...(await readDesk(db, suggestions)), done: url.searchParams.get('fait') };
};

export const actions: Actions = { default: (event) => decide(event, event.url.pathname) };
