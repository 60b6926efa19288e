import { getConfirmationLink } from '#domain/directory/server/confirmations/queries.ts';
import { report } from '../report.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params }) => ({
  link: await getConfirmationLink(db, params.jeton, new Date()),
  token: params.jeton
});

export const actions: Actions = { default: (event) => report(event) };
