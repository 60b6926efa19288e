import { redirect } from '@sveltejs/kit';
import { dayOf, prolonged } from '#domain/sharing/opportunities.ts';
import { prolongByLink } from '#domain/sharing/server/opportunities/commands.ts';
import { getByProlongToken } from '#domain/sharing/server/opportunities/queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' });
  const until = url.searchParams.get('jusqu');
  if (until) return { offer: null, until };
  const { title, details } = await getByProlongToken(db, params.jeton);
  return {
    until: prolonged(details.expiresOn, dayOf(new Date())),
    offer: { title, expiresOn: details.expiresOn }
  };
};

export const actions: Actions = {
  default: async ({ locals: { db }, params }) => {
    const until = await prolongByLink(db, params.jeton, dayOf(new Date()));
    redirect(303, `?jusqu=${until}`);
  }
};
