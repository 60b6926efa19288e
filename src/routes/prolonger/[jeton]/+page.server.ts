import { redirect } from '@sveltejs/kit';
import { dayOf, isOver, prolonged } from '#domain/sharing/opportunities.ts';
import { prolongByLink } from '#domain/sharing/server/opportunities/commands.ts';
import { getByProlongToken } from '#domain/sharing/server/opportunities/queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' });
  const { offer, isUsed } = await getByProlongToken(db, params.jeton);
  const { title, details } = offer;
  const today = dayOf(new Date());
  return {
    ...{ title, expiresOn: details.expiresOn, isOver: isOver(details, today) },
    // Null: there is nothing left to do.
    until: isUsed ? null : prolonged(details.expiresOn, today)
  };
};

export const actions: Actions = {
  default: async ({ locals: { db }, params, url }) => {
    await prolongByLink(db, params.jeton, dayOf(new Date()));
    redirect(303, url.pathname);
  }
};
