import { fail, redirect } from '@sveltejs/kit';
import { confirmJoining } from '#domain/directory/server/joining/confirmation/commands.ts';
import { findWaitingRequest } from '#domain/directory/server/joining/queries.ts';
import { openSession } from '#domain/identity/server/sessions/commands.ts';
import { setCookies } from '#server/http/cookies.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params, setHeaders }) => {
  setHeaders({ 'referrer-policy': 'same-origin' });
  return { request: await findWaitingRequest(db, params.jeton, new Date()) };
};

export const actions: Actions = {
  default: async ({ cookies, locals, params }) => {
    const outcome = await confirmJoining(locals.db, params.jeton);
    if (!outcome.ok) return fail(400, { reason: outcome.reason });
    const opened = await openSession(locals.db, locals.client, outcome.person);
    if (opened) setCookies(cookies, opened.cookies);
    redirect(303, `/rejoindre/${outcome.territory}`);
  }
};
